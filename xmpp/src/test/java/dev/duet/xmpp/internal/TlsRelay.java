package dev.duet.xmpp.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A man in the middle with a certificate of his own: ends TLS and begins it anew towards the server. */
final class TlsRelay implements AutoCloseable {

    private final ServerSocket listening;
    private final SSLContext own;
    private final int target;

    TlsRelay(SSLContext own, int target) throws IOException {
        this.own = own;
        this.target = target;
        listening = own.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "duet-test-relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                SSLSocket client = (SSLSocket) listening.accept();
                Socket server = credulous().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), target);
                start(() -> pass(client, server));
                start(() -> pass(server, client));
            }
        } catch (IOException | GeneralSecurityException e) {
            // the test is over
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException e) {
            // either side is gone, and now the other, too
        }
    }

    private static SSLContext credulous() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                null,
                new TrustManager[] {
                    new X509TrustManager() {
                        @Override
                        public void checkClientTrusted(X509Certificate[] chain, String type) {}

                        @Override
                        public void checkServerTrusted(X509Certificate[] chain, String type) {}

                        @Override
                        public X509Certificate[] getAcceptedIssuers() {
                            return new X509Certificate[0];
                        }
                    }
                },
                null);
        return context;
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
