package dev.duet.xmpp.internal.stream;

import org.jivesoftware.smack.ConnectionConfiguration;

/** What Smack wants to know of a stream of ours. */
final class StreamConfiguration extends ConnectionConfiguration {

    private StreamConfiguration(Builder builder) {
        super(builder);
    }

    static Builder builder() {
        return new Builder();
    }

    static final class Builder extends ConnectionConfiguration.Builder<Builder, StreamConfiguration> {

        private Builder() {
            super(getDefaultJxmppContext());
        }

        @Override
        public StreamConfiguration build() {
            return new StreamConfiguration(this);
        }

        @Override
        protected Builder getThis() {
            return this;
        }
    }
}
