package dev.interlock.benchmarks.lease;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.aws.lease.S3LeaseStore;
import dev.interlock.lease.Acquisition;
import dev.interlock.lease.LeaseHolder;
import dev.interlock.lease.LeaseRequest;
import dev.interlock.lease.Leases;
import dev.interlock.lease.WriterLease;
import dev.interlock.testkit.AwsRequest;
import dev.interlock.testkit.FakeAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** What a lease on S3 costs in requests, counted where they leave the client. */
final class RequestsPerLeaseTest {
    private static final Path PAGE = Path.of("..", "docs", "benchmarks.md");
    private static final String BEGIN = "<!-- counted: RequestsPerLeaseTest -->\n";
    private static final String END = "<!-- end of counted leases -->\n";

    private final FakeAws aws = FakeAws.create();
    private int seen;

    @Test
    void page_tableOfRequests_isWhatWasCounted() throws IOException {
        aws.s3().createBucket("locks");
        Leases leases = leases();
        LeaseRequest request = LeaseRequest.of("daily", new LeaseHolder("host", 1, "bench", ""), Duration.ofMinutes(1));
        StringBuilder table =
                new StringBuilder("| | acquire | renew | release | acquire + release |\n|---|---|---|---|--:|\n");
        table.append(row("first of its name", leases, request)).append(row("free", leases, request));

        leases.acquire(request).orThrow();
        counted();
        assertThat(leases.acquire(request)).isInstanceOf(Acquisition.Held.class);
        table.append("| held by another | ").append(counted()).append(" | | | |\n");
        aws.clock().advance(Duration.ofMinutes(2));
        table.append(row("left by a holder that crashed", leases, request));
        aws.faults().on("PutObject").nth(1).loseAnswer();
        table.append(row("free, and the first answer is lost", leases, request));

        String page = Files.readString(PAGE);
        assertThat(page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END)))
                .isEqualTo(table.toString());
    }

    private String row(String what, Leases leases, LeaseRequest request) {
        int before = aws.requests().size();
        WriterLease lease = leases.acquire(request).orThrow();
        String acquired = counted();
        lease.renew();
        int renewals = aws.requests().size() - seen;
        String renewed = counted();
        lease.close();
        String released = counted();
        int both = aws.requests().size() - before - renewals;
        return "| " + what + " | " + acquired + " | " + renewed + " | " + released + " | " + both + " |\n";
    }

    private Leases leases() {
        S3Client s3 = aws.connect(S3Client.builder()).build();
        return Leases.builder(S3LeaseStore.create(s3, "locks"), aws.clock(), () -> 0)
                .pause(aws.clock()::advance)
                .build();
    }

    /** The requests since the last count, such as {@code 2: `GetObject`, `PutObject`}. */
    private String counted() {
        List<AwsRequest> requests = aws.requests();
        List<AwsRequest> fresh = requests.subList(seen, requests.size());
        seen = requests.size();
        return fresh.size() + ": "
                + fresh.stream()
                        .collect(groupingBy(AwsRequest::operation, TreeMap::new, counting()))
                        .entrySet()
                        .stream()
                        .map(operation -> "`" + operation.getKey() + "`"
                                + (operation.getValue() == 1 ? "" : " × " + operation.getValue()))
                        .collect(joining(", "));
    }
}
