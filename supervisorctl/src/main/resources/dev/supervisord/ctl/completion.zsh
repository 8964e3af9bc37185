#compdef ctl supervisorctl
# zsh completion for ctl and supervisorctl: commands, and the names of what the daemon runs, which it is asked for.

_supervisorctl_names() {
    local -a server names
    local i
    # The daemon that the line is about, if it says which.
    for ((i = 2; i < CURRENT; i++)); do
        case $words[i] in
            -c | --configuration | -s | --serverurl | --server) server+=($words[i] $words[i+1]) ;;
        esac
    done
    # group:process as it is, the group alone, and all of the group.
    names=(${(f)"$($words[1] $server avail 2>/dev/null </dev/null |
        awk '{ print $1 } split($1, part, ":") == 2 && !seen[part[1]]++ { print part[1]; print part[1] ":*" }')"})
    compadd "$@" -a names
    compadd "$@" all
}

_supervisorctl() {
    local -a commands
    commands=(@COMMANDS@)
    local i command
    for ((i = 2; i < CURRENT; i++)); do
        case $words[i] in
            -c | --configuration | -s | --serverurl | --server | -u | --username | -p | --password) ((i++)) ;;
            -*) ;;
            *)
                command=$words[i]
                break
                ;;
        esac
    done
    case $words[CURRENT-1] in
        -c | --configuration)
            _files
            return
            ;;
        -s | --serverurl | --server | -u | --username | -p | --password) return ;;
    esac
    case $command in
        "")
            if [[ $PREFIX == -* ]]; then
                compadd -- -c --configuration -s --server --serverurl -u --username -p --password -i --interactive -h --help --version
            else
                compadd -a commands
            fi
            ;;
        help) compadd -a commands ;;
        completion) compadd bash zsh fish ;;
        loglevel) compadd critical error warn info debug trace blather ;;
        reload | reread | update | avail | version | shutdown | upgrade | exit | quit) ;;
        signal)
            if ((i == CURRENT - 1)); then
                compadd HUP INT QUIT KILL TERM USR1 USR2 WINCH TTIN TTOU CONT STOP
            else
                _supervisorctl_names
            fi
            ;;
        *) _supervisorctl_names ;;
    esac
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _supervisorctl "$@"
else
    compdef _supervisorctl ctl supervisorctl
fi
