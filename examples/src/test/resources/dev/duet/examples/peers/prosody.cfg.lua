-- XMPP server of xmpp.test on loopback, in the foreground.
run_as_root = true
daemonize = false
pidfile = "@DIR@/prosody.pid"
data_path = "@DIR@/data"
certificates = "@DIR@"
admin_socket = "@DIR@/prosody.sock"
log = { { levels = { min = "info" }, to = "console" } }
interfaces = { "@ADDRESS@" }
local_interfaces = { "@ADDRESS@" }
c2s_ports = { @PORT@ }
c2s_direct_tls_ports = { @DIRECTPORT@ }
s2s_ports = {}
legacy_ssl_ports = {}
http_interfaces = { "@ADDRESS@" }
http_ports = { @HTTPPORT@ }
http_default_host = "xmpp.test"
consider_websocket_secure = true
https_interfaces = { "@ADDRESS@" }
https_ports = { @HTTPSPORT@ }
component_ports = {}
ssl = { key = "@DIR@/server.key", certificate = "@DIR@/server.pem" }
c2s_direct_tls_ssl = ssl
c2s_require_encryption = true
allow_unencrypted_plain_auth = false
allow_registration = true
authentication = "internal_plain"
storage = "internal"
modules_enabled = {
  "roster"; "saslauth"; "tls"; "disco"; "private"; "bookmarks"; "blocklist"; "vcard4"; "vcard_legacy"; "pep"; "carbons"; "smacks";
  "lastactivity"; "register_ibr"; "user_account_management"; "csi"; "csi_simple"; "mam"; "offline"; "ping"; "time";
  "version"; "iq"; "message"; "presence"; "c2s"; "websocket"; "adhoc"; "admin_adhoc";
  "server_contact_info";
  @MORE@
}
contact_info = { abuse = { "mailto:abuse@xmpp.test", "xmpp:root@xmpp.test" }; support = { "https://xmpp.test/help" } }
admins = { "root@xmpp.test" }
modules_disabled = { "s2s"; "admin_shell"; "posix"; }

@SETTINGS@

VirtualHost "xmpp.test"

Component "rooms.xmpp.test" "muc"
  modules_enabled = { "muc_mam" }
  muc_log_by_default = true
  muc_room_default_persistent = true
