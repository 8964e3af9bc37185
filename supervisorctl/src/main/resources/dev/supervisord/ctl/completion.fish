# fish completion for ctl and supervisorctl: commands, and the names of what the daemon runs, which it is asked for.

function __supervisorctl_names
    set -l words (commandline -opc)
    set -l server
    # The daemon that the line is about, if it says which.
    for i in (seq 2 (math (count $words) - 1))
        if contains -- $words[$i] -c --configuration -s --serverurl --server
            set server $server $words[$i] $words[(math $i + 1)]
        end
    end
    # group:process as it is, the group alone, and all of the group.
    $words[1] $server avail 2>/dev/null </dev/null |
        awk '{ print $1 } split($1, part, ":") == 2 && !seen[part[1]]++ { print part[1]; print part[1] ":*" }'
    echo all
end

for program in ctl supervisorctl
    complete -c $program -f
    complete -c $program -n __fish_use_subcommand -a '@COMMANDS@'
    complete -c $program -s c -l configuration -r -F -d 'configuration file'
    complete -c $program -s s -l serverurl -x -d 'the daemon to talk to'
    complete -c $program -l server -x -d 'the daemon to talk to'
    complete -c $program -s u -l username -x -d 'who to log in as'
    complete -c $program -s p -l password -x -d 'with this password'
    complete -c $program -s i -l interactive -d 'start the shell after the command'
    complete -c $program -s h -l help -d 'show the options'
    complete -c $program -l version -d 'show the version'
    complete -c $program -n '__fish_seen_subcommand_from help' -a '@COMMANDS@'
    complete -c $program -n '__fish_seen_subcommand_from completion' -a 'bash zsh fish'
    complete -c $program -n '__fish_seen_subcommand_from loglevel' -a 'critical error warn info debug trace blather'
    complete -c $program -n '__fish_seen_subcommand_from signal' -a 'HUP INT QUIT KILL TERM USR1 USR2 WINCH TTIN TTOU CONT STOP'
    complete -c $program -n '__fish_seen_subcommand_from add clear describe events fg logs maintail pid remove restart rotate signal start status stop tail top wait why' -a '(__supervisorctl_names)'
end
