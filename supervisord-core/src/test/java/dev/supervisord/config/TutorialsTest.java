package dev.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Files as published tutorials print them: each is read as Supervisor reads it, and its mistakes are explained. */
class TutorialsTest {

    @Test
    void theSlidesThreeProcessesAreToldToWriteTheMissingLetter() {
        Reading.ini("""
                        [program:hello-world]
                        numprocs=3
                        process_name=hello-world%(process_num)
                        directory=/srv/hello-world
                        command=/usr/local/bin/uwsgi
                            --die-on-term
                            --http :80%(process_num)02d
                            -w app:app
                        """)
                .refused(
                        "/etc/main.conf:4: [program:hello-world] process_name:",
                        "badly formatted",
                        "write %(process_num)d");
    }

    @Test
    void theSlidesThreeProcessesRunOnceCorrected() {
        FakeMachine machine = new FakeMachine().directory("/srv/hello-world").program("/usr/local/bin/uwsgi");
        Reading read = Reading.ini(machine, """
                [program:hello-world]
                numprocs=3
                process_name=hello-world%(process_num)s
                directory=/srv/hello-world
                command=/usr/local/bin/uwsgi
                    --die-on-term
                    --http :80%(process_num)02d
                    -w app:app
                """);

        assertEquals(
                List.of("hello-world:hello-world0", "hello-world:hello-world1", "hello-world:hello-world2"),
                read.names());
        assertEquals(
                List.of("/usr/local/bin/uwsgi", "--die-on-term", "--http", ":8002", "-w", "app:app"),
                read.argv("hello-world:hello-world2"));
        assertEquals(List.of(), read.warnings());
    }

    @Test
    void theSlidesBackslashesJoinLinesAndAreMentioned() {
        FakeMachine machine = new FakeMachine().program("/usr/local/bin/uwsgi");
        Reading read = Reading.ini(
                machine,
                "[program:hello-world]\ncommand=/usr/local/bin/uwsgi \\\n  --die-on-term \\\n  --http :8000 \\\n  -w app:app\n");

        assertEquals(
                List.of("/usr/local/bin/uwsgi", "--die-on-term", "--http", ":8000", "-w", "app:app"),
                read.argv("hello-world"));
        read.warns("/etc/main.conf:3: [program:hello-world] command:", "backslashes", "remove them");
    }

    @Test
    void gmBlogsMisspeltKeyAndEatenLettersAreExplained() {
        FakeMachine machine =
                new FakeMachine().directory("/home/gmontano/gmBlog").directory("/var/log/supervisor");
        Reading read = Reading.ini(machine, """
                [program:gmBlog]
                ;command=/home/gmontano/gmBlog/.build/release/Run serve --env production --port 8080 --hostname 0.0.0.0
                command=vapor run serve --env=production
                directory=/home/gmontano/gmBlog
                autostart=true
                aurorestart=true
                user=root
                stdout_logfile=/var/log/supervisor/%(program_name)-stdout.log
                stderr_logfile=/var/log/supervisor/%(program_name)-stderr.log
                """);

        assertEquals(List.of("vapor", "run", "serve", "--env=production"), read.argv("gmBlog"));
        assertEquals(
                Optional.of(Path.of("/var/log/supervisor/gmBlogtdout.log")),
                read.process("gmBlog").output().stdout().file());
        read.warns("/etc/main.conf:7: [program:gmBlog] aurorestart:", "did you mean autorestart?");
        read.warns("/etc/main.conf:9:", "'tdout'", "write %(program_name)s-stdout");
        read.warns("/etc/main.conf:10:", "'tderr'", "write %(program_name)s-stderr");
        read.warns("can't find command 'vapor' in PATH");
        assertEquals(4, read.warnings().size(), read.warnings()::toString);
    }

    @Test
    void uwsgiWithAMasterIsToldThatTermMeansReload() {
        FakeMachine machine = new FakeMachine().program("/usr/bin/uwsgi");
        String text = "[program:hello]\ncommand=/usr/bin/uwsgi --plugins http,python3 --master --http :80 -w app:app\n";

        Reading.ini(machine, text)
                .warns("command:", "takes SIGTERM for a reload", "--die-on-term", "stopsignal = QUIT");
        assertEquals(List.of(), Reading.ini(machine, text + "stopsignal=INT\n").warnings());
        assertEquals(
                List.of(),
                Reading.ini(machine, text.replace("--master", "--master --die-on-term"))
                        .warnings());
    }

    @Test
    void appServersThatGoIntoTheBackgroundAreNotFollowed() {
        FakeMachine machine = new FakeMachine().program("/usr/bin/gunicorn").program("/usr/bin/uwsgi");

        Reading.ini(machine, "[program:a]\ncommand=gunicorn app:app -D\n").warns("background", "remove -D");
        Reading.ini(machine, "[program:b]\ncommand=uwsgi --daemonize=/x.log -w a\n")
                .warns("remove --daemonize");
    }
}
