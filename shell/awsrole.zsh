# awsrole for zsh 5.0 and newer: `awsrole PROFILE`, `awsrole -` and `awsrole clear` act on this shell.
# Load it from ~/.zshrc. It prints nothing, and defines one function.

\unalias awsrole 2>/dev/null || \true
function awsrole {
  \builtin emulate -L zsh
  \builtin local __awsrole_code __awsrole_word
  case "${1-}" in
    ('' | exec | mfa | list | ls | status | why | logout | credential-process | sandbox | help | -h | --help | -v | --version)
      \command awsrole "$@"
      \builtin return
      ;;
  esac
  for __awsrole_word in "$@"; do
    case "${__awsrole_word}" in
      # what is asked for as text stays text
      (-h | --help | --json | --format | --format=* | --shell | --shell=*)
        \command awsrole "$@"
        \builtin return
        ;;
    esac
  done
  # eval "$(awsrole dev)": the shell around this subshell wants the code itself
  if [ "${ZSH_SUBSHELL}" -gt 0 ] && [ -p /dev/fd/1 ]; then
    \command awsrole "$@"
    \builtin return
  fi
  if [[ "$1" == clear ]]; then
    __awsrole_code="$(\command awsrole "$@" --shell zsh)" || \builtin return
  else
    [[ "$1" == use ]] && \builtin shift
    __awsrole_code="$(\command awsrole use --shell zsh "$@")" || \builtin return
  fi
  \builtin eval "${__awsrole_code}"
}
