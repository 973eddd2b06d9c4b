package dev.interlock.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Describes the machine at hand, without its name. */
final class Machine {
    private Machine() {}

    /** Cores, processor, memory and system; what the system does not tell is left out. */
    static String describe() throws IOException {
        String cores = Runtime.getRuntime().availableProcessors() + " cores";
        String processor = field(Path.of("/proc/cpuinfo"), "model name\t: ", " of ");
        String system = field(Path.of("/etc/os-release"), "PRETTY_NAME=", ", ").replace("\"", "");
        return cores + processor + system + ", " + System.getProperty("os.name") + " " + kernel() + " "
                + System.getProperty("os.arch");
    }

    /** Major and minor: what follows can name a provider's own build. */
    private static String kernel() {
        return System.getProperty("os.version").replaceFirst("^(\\d+\\.\\d+).*", "$1");
    }

    private static String field(Path file, String before, String joint) throws IOException {
        if (!Files.isReadable(file)) {
            return "";
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(before))
                    .findFirst()
                    .map(line -> joint + line.substring(before.length()).trim())
                    .orElse("");
        }
    }
}
