package dev.supervisord.config;

import dev.supervisord.model.Plan;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What a configuration said when it was checked, stored so that the same program can go on with it in another process without
 * reading the files again. Immutable.
 *
 * @param remarks what was doubtful, for people
 */
public record StoredPlan(Plan plan, List<String> remarks) {

    /** Stands at the end, so that half of one is never taken for a whole. */
    private static final String END = "that is all";

    public StoredPlan {
        remarks = List.copyOf(remarks);
    }

    /** Writes it in many small pieces. */
    public void write(OutputStream out) throws IOException {
        ValueWriter writer = new ValueWriter(out);
        writer.write(plan);
        writer.write(remarks);
        writer.write(END);
    }

    /** @throws IOException when it was not written by this version, and as a whole */
    public static StoredPlan read(InputStream in) throws IOException {
        ValueReader reader = new ValueReader(in);
        try {
            Plan plan = (Plan) reader.read();
            List<String> remarks = new ArrayList<>();
            for (Object remark : (List<?>) reader.read()) {
                remarks.add((String) remark);
            }
            if (!END.equals(reader.read())) {
                throw new IOException("it is not complete");
            }
            return new StoredPlan(plan, remarks);
        } catch (RuntimeException other) {
            throw new IOException("it is damaged, or of another version", other);
        }
    }
}
