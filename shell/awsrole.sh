#!/bin/sh
# The installed command. It starts Node; for `exec` it asks Node for the environment first and then becomes the
# command itself, so that signals, job control, terminal and exit status are the command's own and nothing stays.

# Every name here carries a prefix: a variable that came from outside would go on to the command, changed.
__awsrole_self=$0
while [ -L "$__awsrole_self" ]; do
  __awsrole_link=$(readlink "$__awsrole_self") || break
  case $__awsrole_link in
    /*) __awsrole_self=$__awsrole_link ;;
    *) __awsrole_self=${__awsrole_self%/*}/$__awsrole_link ;;
  esac
done
case $__awsrole_self in
  */*) __awsrole_main=${__awsrole_self%/*}/../dist/main.js ;;
  *) __awsrole_main=../dist/main.js ;;
esac

__awsrole_fail() {
  printf 'awsrole: error: %s\n' "$1" >&2
  [ -z "${3-}" ] || printf 'awsrole: hint: %s\n' "$3" >&2
  exit "$2"
}

# eval "$(awsrole init bash)" runs at every start of a shell
case "$#:${1-}:${2-}" in
  2:init:bash | 2:init:fish) exec cat "${__awsrole_main%/*/*}/shell/awsrole.$2" "${__awsrole_main%/*/*}/completions/awsrole.$2" ;;
  2:init:zsh) exec cat "${__awsrole_main%/*/*}/shell/awsrole.zsh" "${__awsrole_main%/*/*}/completions/_awsrole" ;;
esac

command -v node >/dev/null 2>&1 ||
  __awsrole_fail 'node is not on the PATH' 127 'install Node.js 20.17 or newer'

[ "${1-}" = exec ] || exec node "$__awsrole_main" "$@"

__awsrole_record=$(AWSROLE_LAUNCHER=1 node "$__awsrole_main" "$@") || exit

# The record is data: a first line with the number of words of the command, NAME=value and -NAME lines, `end`.
__awsrole_break='
'
__awsrole_line=${__awsrole_record%%"$__awsrole_break"*}
case $__awsrole_line in
  'awsrole-exec 1 '[1-9]*) __awsrole_words=${__awsrole_line##* } ;;
  '' | awsrole-exec*) __awsrole_fail 'the environment came in part only' 1 'run the command again' ;;
  *)
    # help, which was asked for
    printf '%s\n' "$__awsrole_record"
    exit 0
    ;;
esac
case $__awsrole_words in *[!0-9]*) __awsrole_fail 'the environment cannot be read' 1 ;; esac
case $__awsrole_record in
  *"$__awsrole_break"end) ;;
  *) __awsrole_fail 'the environment came in part only' 1 'run the command again' ;;
esac
__awsrole_record=${__awsrole_record#*"$__awsrole_break"}
while :; do
  __awsrole_line=${__awsrole_record%%"$__awsrole_break"*}
  __awsrole_record=${__awsrole_record#*"$__awsrole_break"}
  [ "$__awsrole_line" != end ] || break
  __awsrole_name=${__awsrole_line%%=*}
  __awsrole_name=${__awsrole_name#-}
  case $__awsrole_name in
    *[!A-Z0-9_]*) __awsrole_fail 'the environment cannot be read' 1 ;;
    AWS*_* | EC2_SECURITY_TOKEN | ASSUMED_ROLE | GRANTED_* | SAML2AWS_PROFILE) ;;
    *) __awsrole_fail 'the environment cannot be read' 1 ;;
  esac
  case $__awsrole_line in
    -*) unset "$__awsrole_name" ;;
    *) export "$__awsrole_name=${__awsrole_line#*=}" ;;
  esac
done
while [ "$#" -gt "$__awsrole_words" ]; do shift; done
unset __awsrole_self __awsrole_link __awsrole_main __awsrole_record __awsrole_break __awsrole_line __awsrole_name __awsrole_words

# what `command -v` says of a file that is there and cannot be run differs from shell to shell
case $1 in
  */*)
    [ -e "$1" ] || __awsrole_fail "cannot run '$1': no such file" 127
    { [ -x "$1" ] && [ ! -d "$1" ]; } ||
      __awsrole_fail "cannot run '$1': permission denied" 126 'it must be a file, not a folder, that is executable (chmod +x)'
    ;;
  *)
    command -v -- "$1" >/dev/null 2>&1 ||
      __awsrole_fail "cannot run '$1': command not found" 127 'shell functions and aliases are not commands; bash -ic runs them'
    ;;
esac
exec "$@"
