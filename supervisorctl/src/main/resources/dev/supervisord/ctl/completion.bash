# bash completion for ctl and supervisorctl: commands, and the names of what the daemon runs, which it is asked for.

_supervisorctl_names() {
    # The daemon that the line is about, if it says which.
    local -a server=()
    local i
    for ((i = 1; i + 1 < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
            -c | --configuration) server+=(-c "${COMP_WORDS[i + 1]}") ;;
        esac
    done
    # group:process as it is, the group alone, and all of the group.
    "${COMP_WORDS[0]}" "${server[@]}" avail 2>/dev/null </dev/null |
        awk '{ print $1 } split($1, part, ":") == 2 && !seen[part[1]]++ { print part[1]; print part[1] ":*" }'
}

_supervisorctl() {
    local commands="@COMMANDS@"
    local options="-c --configuration -s --server --serverurl -u --username -p --password -i --interactive -h --help --version"
    local line=${COMP_LINE:0:COMP_POINT}
    # Bash breaks words at colons, which names contain: the word as it was typed, and what of it bash has set aside.
    local word=${line##*[[:space:]]}
    local aside=
    [[ $word == *:* && $COMP_WORDBREAKS == *:* ]] && aside=${word%"${word##*:}"}

    local command= i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
            -c | --configuration | -s | --server | --serverurl | -u | --username | -p | --password)
                i=$((i + 1))
                # -s unix:///path is three words to bash.
                [[ ${COMP_WORDS[i + 1]-} == : ]] && i=$((i + 2))
                ;;
            -*) ;;
            *)
                command=${COMP_WORDS[i]}
                break
                ;;
        esac
    done

    local choices=
    case ${COMP_WORDS[COMP_CWORD - 1]} in
        -c | --configuration)
            compopt -o filenames
            mapfile -t COMPREPLY < <(compgen -f -- "$word")
            return
            ;;
    esac
    case $command in
        "") if [[ $word == -* ]]; then choices=$options; else choices=$commands; fi ;;
        help) choices=$commands ;;
        completion) choices="bash zsh fish" ;;
        loglevel) choices="critical error warn info debug trace blather" ;;
        reload | reread | update | avail | version | shutdown | upgrade | exit | quit) ;;
        signal)
            if ((i == COMP_CWORD - 1)); then
                choices="HUP INT QUIT KILL TERM USR1 USR2 WINCH TTIN TTOU CONT STOP"
            else
                choices="$(_supervisorctl_names) all"
            fi
            ;;
        *) choices="$(_supervisorctl_names) all" ;;
    esac
    # No file name is to be put in place of group:*.
    local -
    set -f
    mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$word")
    COMPREPLY=("${COMPREPLY[@]#"$aside"}")
}

complete -F _supervisorctl ctl supervisorctl
