package dev.duet.sip.internal.transport;

import com.sun.nio.sctp.SctpChannel;
import com.sun.nio.sctp.SctpServerChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Where associations come in, on 127.0.0.1: those of the kernel, or of what stands for it. */
public interface SctpListener extends AutoCloseable {

    /** Waits for the next. */
    SctpChannel accept() throws IOException;

    int port();

    @Override
    void close() throws IOException;

    /** Of {@link StandInChannel}s. */
    static SctpListener ofStandIn(int port) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        return new SctpListener() {
            @Override
            public SctpChannel accept() throws IOException {
                return StandInChannel.accepted(server.accept());
            }

            @Override
            public int port() {
                return server.getLocalPort();
            }

            @Override
            public void close() throws IOException {
                server.close();
            }
        };
    }

    /** Of the kernel, which must have SCTP. */
    static SctpListener ofKernel() throws IOException {
        SctpServerChannel server = SctpServerChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
        int port = ((InetSocketAddress) server.getAllLocalAddresses().iterator().next()).getPort();
        return new SctpListener() {
            @Override
            public SctpChannel accept() throws IOException {
                return server.accept();
            }

            @Override
            public int port() {
                return port;
            }

            @Override
            public void close() throws IOException {
                server.close();
            }
        };
    }
}
