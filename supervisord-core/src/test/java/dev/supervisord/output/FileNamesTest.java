package dev.supervisord.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.ProcessName;
import dev.supervisord.output.Outputs.Channel;
import org.junit.jupiter.api.Test;

class FileNamesTest {

    private static String fifo(String group, String process) {
        return FileNames.ofFifo(new StreamKey(new ProcessName(group, process), Channel.STDERR));
    }

    @Test
    void usualNamesStayReadable() {
        assertEquals("hello-world:hello-world_00.stderr", fifo("hello-world", "hello-world_00"));
        assertEquals("p.stderr", fifo("p", "p"));
    }

    @Test
    void whatCouldLeaveTheDirectoryIsWrittenInPercent() {
        assertEquals("..%2F..%2Fetc:%E4%B8%AD%0A%20%00.stderr", fifo("../../etc", "中\n \0"));
    }

    @Test
    void differentNamesGiveDifferentFiles() {
        assertNotEquals(fifo("a:b", "c"), fifo("a", "b:c"));
        assertNotEquals(fifo("a", "a"), fifo("a:a", "a:a"));
        assertNotEquals(fifo("a", "%"), fifo("a", "%25"));
        assertNotEquals(fifo("x".repeat(300) + "1", "p"), fifo("x".repeat(300) + "2", "p"));
    }

    @Test
    void noNameIsTooLongForAFileSystem() {
        String name = fifo("中".repeat(500), "é".repeat(500));
        assertTrue(name.length() <= 255, name);
        assertTrue(name.matches("[-A-Za-z0-9._%~:]+"), name);
    }
}
