package dev.interlock.examples;

import dev.interlock.Payload;
import dev.interlock.aws.contract.PublishedSet;
import dev.interlock.contract.Document;
import software.amazon.awssdk.services.s3.S3Client;

/** One of those who read what the weekly job publishes. */
final class WeeklyReader {
    private final S3Client s3;

    WeeklyReader(S3Client s3) {
        this.s3 = s3;
    }

    // @start region="read"
    String fundsRate() {
        PublishedSet published = PublishedSet.read(s3, "research-bucket", "market_data/latest_weekly.json");
        if (!(published instanceof PublishedSet.Found found)) { // nothing yet, or nobody can say
            return "no data: " + published;
        }
        Document macro = found.objects().read("macro.json"); // and whatever else, of the same set
        return macro.fold(
                loaded -> loaded.payload()
                        .at("/fed_funds_rate")
                        .map(Payload::text)
                        .orElse("none"),
                absent -> "not in the set of " + found.objects().run().date(),
                unreadable -> "cannot say: " + unreadable.cause());
    }
    // @end
}
