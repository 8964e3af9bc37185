package dev.supervisord.app;

final class ShowConfigCommand {
    ShowConfigCommand(Configuration configuration) {}

    int run() {
        return 0;
    }
}
