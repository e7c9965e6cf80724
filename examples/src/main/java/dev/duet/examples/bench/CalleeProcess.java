package dev.duet.examples.bench;

import dev.duet.sandbox.FreePorts;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One who is called, in a JVM of its own, and the port that it is called from. */
final class CalleeProcess implements AutoCloseable {

    static final String READY = "ready";
    private static final Pattern CONTACT = Pattern.compile("(?im)^contact:[^\\r\\n]*?@127\\.0\\.0\\.1:([0-9]+)");

    private final Process process;
    private final int server;
    private final int port;

    private CalleeProcess(Process process, int server, int port) {
        this.process = process;
        this.server = server;
        this.port = port;
    }

    /** Starts it, and waits until it can be called. */
    static CalleeProcess start(Callee callee, List<String> jvm) throws IOException {
        FreePorts ports = new FreePorts();
        int server = ports.next();
        int port = ports.next();
        List<String> told = List.of(
                "sip",
                "--callee",
                callee.name(),
                "--server",
                Integer.toString(server),
                "--port",
                Integer.toString(port));
        try (DatagramSocket socket =
                new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), server))) {
            int[] found = {callee.registers() ? 0 : port};
            Thread registrar = new Thread(() -> register(socket, found), "bench-registrar");
            registrar.setDaemon(true);
            registrar.start();
            Process process = Jvm.bench(jvm, told)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .start();
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = lines.readLine();
            if (!READY.equals(line)) {
                process.destroyForcibly();
                throw new IllegalStateException("The JVM of " + callee + " says: " + line);
            }
            synchronized (found) {
                return new CalleeProcess(process, server, found[0]);
            }
        }
    }

    /** Takes its registration, until the socket is closed. */
    private static void register(DatagramSocket socket, int[] found) {
        byte[] buffer = new byte[4096];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                String request = new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8);
                Matcher contact = CONTACT.matcher(request);
                if (contact.find()) {
                    synchronized (found) {
                        found[0] = Integer.parseInt(contact.group(1));
                    }
                }
                if (!request.isBlank()) {
                    byte[] answer = answer(request).getBytes(StandardCharsets.UTF_8);
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException closed) {
            // SIPp goes on at this port.
        }
    }

    private static String answer(String request) {
        StringBuilder out = new StringBuilder("SIP/2.0 200 OK\r\n");
        for (String line : request.split("\r\n")) {
            String name = line.substring(0, Math.max(0, line.indexOf(':'))).toLowerCase(Locale.ROOT);
            if (List.of("via", "from", "call-id", "cseq", "contact").contains(name)) {
                out.append(line).append("\r\n");
            } else if (name.equals("to")) {
                out.append(line).append(";tag=registrar\r\n");
            }
        }
        return out.append("Expires: 3600\r\nContent-Length: 0\r\n\r\n").toString();
    }

    /** Calls it. */
    SippLoad calls(int rate) throws IOException, InterruptedException {
        return SippLoad.start(server, port, rate);
    }

    /** The CPU time of its whole process until now. */
    Duration cpu() {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("This system does not tell what a process used"));
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
