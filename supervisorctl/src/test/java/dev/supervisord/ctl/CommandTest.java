package dev.supervisord.ctl;

import dev.supervisord.v1.OperationResponse;
import dev.supervisord.v1.OperationResult;
import dev.supervisord.v1.ResultCode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of all commands share: a client and a fake daemon for each test. */
@Timeout(300)
abstract class CommandTest {
    @TempDir
    Path directory;

    Ctl ctl;

    @BeforeEach
    void startDaemon() throws IOException {
        ctl = new Ctl(directory);
    }

    @AfterEach
    void stopDaemon() {
        ctl.close();
    }

    /** A response of pairs of name and code. */
    static OperationResponse results(Object... namesAndCodes) {
        OperationResponse.Builder response = OperationResponse.newBuilder();
        for (int i = 0; i < namesAndCodes.length; i += 2) {
            response.addResults(result((String) namesAndCodes[i], (ResultCode) namesAndCodes[i + 1], ""));
        }
        return response.build();
    }

    static OperationResult result(String name, ResultCode code, String detail) {
        return OperationResult.newBuilder()
                .setName(name)
                .setCode(code)
                .setDetail(detail)
                .build();
    }
}
