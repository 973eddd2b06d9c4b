package dev.interlock.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What layers say is a format, so all of it is in docs/formats.md. */
final class EnvelopeFormatsTest {
    private static final Path FORMATS = Path.of("..", "docs", "formats.md");
    private static final Pattern CELL = Pattern.compile("^\\|([^|]+)\\|", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");
    private static final long SEED = 20_261_120L;

    @Test
    void formats_listEveryKindAndNoOther() throws IOException {
        assertThat(named(0))
                .containsAll(
                        Arrays.stream(EnvelopeKind.values()).map(Enum::name).toList());
        assertThat(named(0)).hasSize(EnvelopeKind.values().length);
    }

    @Test
    void formats_listEveryAttribute() throws IOException {
        Set<String> said = new TreeSet<>();
        for (Wrapping wrapping : Wrapping.values()) {
            said.addAll(attributes(wrapping.around("{}").getBytes(UTF_8)));
        }
        for (long seed = SEED; seed < SEED + 2_000; seed++) {
            said.addAll(attributes(new EventFuzzer(seed).event()));
        }

        assertThat(said).hasSizeGreaterThan(15);
        assertThat(named(1)).containsAll(said);
    }

    private static Set<String> attributes(byte[] event) {
        return Envelopes.unwrap(event).stream()
                .flatMap(record -> record.layers().stream())
                .flatMap(layer -> layer.attributes().keySet().stream())
                .collect(Collectors.toSet());
    }

    /** The names in the first column of a table in the section on envelopes. */
    private static Set<String> named(int table) throws IOException {
        String text = Files.readString(FORMATS);
        int section = text.indexOf("\n## Envelopes\n");
        List<MatchResult> cells = CELL.matcher(text.substring(section, text.indexOf("\n## ", section + 1)))
                .results()
                .toList();
        Set<String> names = new TreeSet<>();
        int tables = -1;
        for (MatchResult cell : cells) {
            tables += cell.group(1).startsWith("---") ? 1 : 0;
            if (tables == table) {
                NAME.matcher(cell.group(1)).results().forEach(name -> names.add(name.group(1)));
            }
        }
        return names;
    }
}
