package dev.interlock.aws.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.Payload;
import dev.interlock.aws.commitment.Shop.Policy;
import dev.interlock.idempotency.IdempotencyTokens;
import dev.interlock.testkit.AwsRequest;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.commitment.CommitmentService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The policy allows what is sent, and nothing more but the tag that CreateSavingsPlan writes. */
final class IamDocumentTest {
    private static final Path POLICY = Path.of("..", "docs", "commitment", "iam.json");

    @Test
    void policy_allActions_areThoseThatAreSent() throws IOException {
        Set<String> sent = new TreeSet<>();
        for (CommitmentService service : CommitmentService.values()) {
            FakeAws aws = FakeAws.create();
            aws.commitments().offer(service, "o-1", Shop.TYPE, Shop.TERM);
            try (Shop shop = Shop.open(service, aws, Policy.DEFAULT)) {
                shop.buy(IdempotencyTokens.deriveIdempotencyToken("execution", 0), "o-1", 1);
                shop.redrive(IdempotencyTokens.deriveIdempotencyToken("execution", 0), "o-1", 1);
            }
            aws.requests().stream().map(IamDocumentTest::action).forEach(sent::add);
        }
        sent.add("savingsplans:TagResource");

        Set<String> allowed = new TreeSet<>();
        Payload policy = Payload.of(Files.readString(POLICY));
        int statements = 0;
        while (policy.at("/Statement/" + statements).isPresent()) {
            allowed.addAll(policy.at("/Statement/" + statements + "/Action")
                    .orElseThrow()
                    .decodeList(String.class));
            statements++;
        }
        assertThat(statements)
                .isEqualTo(CommitmentService.values().length + 1); // what EC2 may tag is a statement of its own
        assertThat(allowed).isEqualTo(sent);
    }

    private static String action(AwsRequest request) {
        return request.service() + ":" + request.operation();
    }
}
