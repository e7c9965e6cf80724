package dev.duet.examples.phone;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options from a properties file: {@code sip-server = 127.0.0.1:5061}. What is given on the command line wins. The file
 * is found before the rest of the command line is read, since it says what the rest falls back to.
 */
public final class ConfigFile implements IDefaultValueProvider {

    private final Properties properties = new Properties();

    private ConfigFile() {}

    /**
     * Lets the phone take the file that these arguments name, if they name one.
     *
     * @throws CommandLine.ParameterException when it cannot be read, or has a key that is no option
     */
    public static void apply(CommandLine phone, String... arguments) {
        String name = find(arguments);
        if (name == null) {
            return;
        }
        try {
            ConfigFile file = new ConfigFile();
            Path path = Files.readable(Path.of(name), "--config");
            try (Reader reader = java.nio.file.Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
                file.properties.load(reader);
            }
            file.check(phone);
            phone.setDefaultValueProvider(file);
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandLine.ParameterException(phone, String.valueOf(e.getMessage()), e);
        }
    }

    private void check(CommandLine phone) {
        for (String key : properties.stringPropertyNames()) {
            if (key.equals("config") || phone.getCommandSpec().findOption("--" + key) == null) {
                throw new IllegalArgumentException("--config: \"" + key + "\" is no option of the phone;"
                        + " keys are its options without the dashes");
            }
        }
    }

    private static @Nullable String find(String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].startsWith("--config=")) {
                return arguments[i].substring("--config=".length());
            }
            if (arguments[i].equals("--config") && i + 1 < arguments.length) {
                return arguments[i + 1];
            }
        }
        return null;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? properties.getProperty(option.longestName().replaceFirst("^--", ""))
                : null;
    }
}
