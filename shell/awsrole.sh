#!/bin/sh
# The installed command. It starts Node. For `exec` it asks Node for the environment and then becomes the command, so that
# signals, job control, terminal and exit status are the command's own and no other process stays.
#
# For a live session it answers from the record that Node wrote, without Node.
#
# Every variable has a prefix, because one that the user exported would reach the command with another value.
__awsrole_break='
'

__awsrole_fail() {
  # a word of the command line may hold control characters, which must not reach the terminal
  case $1 in *[![:print:]]*) set -- "$(printf '%s' "$1" | LC_ALL=C tr -c '\040-\176' '?')" "$2" "${3-}" ;; esac
  printf 'awsrole: error: %s\n' "$1" >&2
  [ -z "${3-}" ] || printf 'awsrole: hint: %s\n' "$3" >&2
  exit "$2"
}

# Reads the record of profile $1 into __awsrole_values, a line NAME=value for each variable. Fails unless every line of the
# record is valid and the session lasts at least $2 more seconds. A record is data and is never evaluated. Node handles
# every other case.
__awsrole_read() {
  case $1 in '' | [.-]* | */* | *[[:cntrl:]]*) return 1 ;; esac
  [ "${AWSROLE_CACHE:-on}" = on ] || return 1
  __awsrole_folder=${HOME-}/.cache/awsrole
  case ${XDG_CACHE_HOME-} in /*) __awsrole_folder=$XDG_CACHE_HOME/awsrole ;; esac
  case ${AWSROLE_CACHE_DIR-} in
    '') ;;
    \~/*) __awsrole_folder=${HOME-}${AWSROLE_CACHE_DIR#?} ;;
    *) __awsrole_folder=$AWSROLE_CACHE_DIR ;;
  esac
  case $__awsrole_folder in /*) ;; *) return 1 ;; esac
  __awsrole_file=$__awsrole_folder/live/$1
  # shellcheck disable=SC3067 # not in POSIX, and in every sh that awsrole runs under
  { [ -f "$__awsrole_file" ] && [ -O "$__awsrole_file" ] && [ -r "$__awsrole_file" ] && [ ! -L "$__awsrole_file" ]; } || return 1
  __awsrole_values='' __awsrole_count=0 __awsrole_end=''
  while IFS= read -r __awsrole_line; do
    [ -z "$__awsrole_end" ] || return 1
    __awsrole_count=$((__awsrole_count + 1))
    [ "$__awsrole_count" -le 40 ] || return 1
    case $__awsrole_count:$__awsrole_line in
      *[[:cntrl:]]*) return 1 ;;
      '1:awsrole-live 2 '[1-9]*' '[1-9]*)
        __awsrole_until=${__awsrole_line#awsrole-live 2 }
        __awsrole_from=${__awsrole_until%% *}
        __awsrole_until=${__awsrole_until#* }
        case $__awsrole_from$__awsrole_until in *[!0-9]* | ???????????????????????*) return 1 ;; esac
        __awsrole_now=$(date +%s) || return 1
        { [ "$__awsrole_now" -ge "$__awsrole_from" ] && [ "$((__awsrole_now + $2))" -lt "$__awsrole_until" ]; } || return 1
        ;;
      '2:config '*) __awsrole_is_same "${__awsrole_line#config }" "${AWS_CONFIG_FILE:-${HOME-}/.aws/config}" || return 1 ;;
      '3:credentials '*) __awsrole_is_same "${__awsrole_line#credentials }" "${AWS_SHARED_CREDENTIALS_FILE:-${HOME-}/.aws/credentials}" || return 1 ;;
      '4:calls '*)
        # the variables that decide where the calls go
        # generated: deciding-names
        __awsrole_rest="|${AWS_ENDPOINT_URL-}|${AWS_ENDPOINT_URL_STS-}|${AWS_ENDPOINT_URL_IAM-}|${AWS_IGNORE_CONFIGURED_ENDPOINT_URLS-}|${AWS_STS_REGIONAL_ENDPOINTS-}|${AWS_USE_FIPS_ENDPOINT-}|${AWS_USE_DUALSTACK_ENDPOINT-}"
        # end generated
        if [ "$__awsrole_line" != "calls -$__awsrole_rest" ]; then
          # the profile has no region: one that the user set in this shell stays or comes back, and decides too
          [ -z "${AWSROLE_SAVED_REGION-}${AWSROLE_SAVED_DEFAULT_REGION-}" ] || return 1
          __awsrole_stamp=${AWS_REGION-}
          case $__awsrole_stamp in '' | "${AWSROLE_REGION-}") __awsrole_stamp=${AWS_DEFAULT_REGION-} ;; esac
          [ "$__awsrole_stamp" != "${AWSROLE_REGION-}" ] || __awsrole_stamp=''
          [ "$__awsrole_line" = "calls $__awsrole_stamp$__awsrole_rest" ] || return 1
        fi
        ;;
      [1-4]:*) return 1 ;;
      # generated: record-first
      5:AWS_ACCESS_KEY_ID=?* | 6:AWS_SECRET_ACCESS_KEY=?* | 7:AWS_SESSION_TOKEN=?* | 8:AWS_CREDENTIAL_EXPIRATION=?* | 9:AWSROLE_PROFILE="$1")
        # end generated
        __awsrole_values=$__awsrole_values$__awsrole_line$__awsrole_break
        ;;
      [5-9]:*) return 1 ;;
      # generated: record-others
      *:AWS_REGION=?* | *:AWS_DEFAULT_REGION=?* | *:AWSROLE_ACCOUNT_ID=?* | *:AWSROLE_ROLE_ARN=?* | *:AWSROLE_EXPIRES=?* | *:AWSROLE_COLOR=?* | *:AWSROLE_KEY=?* | *:AWSROLE_REGION=?* | *:AWSUME_PROFILE=?*)
        # end generated
        __awsrole_values=$__awsrole_values$__awsrole_line$__awsrole_break
        ;;
      *:end) __awsrole_end=1 ;;
      *) return 1 ;;
    esac
  done <"$__awsrole_file"
  # nothing may follow the last line break
  [ -n "$__awsrole_end" ] && [ -z "$__awsrole_line" ] && [ "$__awsrole_count" -ge 10 ]
}

# Tells whether the record is as Node wrote it, and the file $2 is unchanged since its line `STAMP PATH`, $1, was written. A
# stamp has the modification time that the file had when Node read it, so the file must be neither newer nor older.
# STAMP.link leads to the file where PATH has links; else the file must not be a link. The stamp - means that there was no
# file. Node gives a record a time before every other; one that another user has changed is newer.
__awsrole_is_same() {
  case $2 in \~/*) set -- "$1" "${HOME-}${2#?}" ;; esac
  __awsrole_stamp=${1%% *}
  [ "$1" = "$__awsrole_stamp $2" ] || return 1
  # shellcheck disable=SC3067,SC3013,SC3015,SC3016
  case ${__awsrole_stamp%.link} in
    -) [ ! -e "$2" ] && [ ! -L "$2" ] ;;
    '' | *[!0-9a-f]*) return 1 ;;
    *)
      __awsrole_stamp=$__awsrole_folder/stamps/$__awsrole_stamp
      case $__awsrole_stamp in
        *.link) [ "$2" -ef "$__awsrole_stamp" ] || return 1 ;;
        *) [ ! -L "$2" ] || return 1 ;;
      esac
      __awsrole_stamp=${__awsrole_stamp%.link}
      [ -O "$__awsrole_stamp" ] && [ "$2" -nt "$__awsrole_file" ] && ! [ "$2" -nt "$__awsrole_stamp" ] && ! [ "$2" -ot "$__awsrole_stamp" ]
      ;;
  esac
}

# Puts the value of $1 in __awsrole_values into __awsrole_rest; empty where there is none.
__awsrole_value() {
  __awsrole_rest=''
  case $__awsrole_break$__awsrole_values in
    *"$__awsrole_break$1="*)
      __awsrole_rest=$__awsrole_break$__awsrole_values
      __awsrole_rest=${__awsrole_rest#*"$__awsrole_break$1="}
      __awsrole_rest=${__awsrole_rest%%"$__awsrole_break"*}
      ;;
  esac
}

# Puts the names of the variables to unset into __awsrole_names: what `use` sets, the variables of other tools that would
# take precedence, and a region that came from a profile.
__awsrole_find_names() {
  # generated: unset-names
  __awsrole_names='AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION AWSROLE_PROFILE AWSROLE_ACCOUNT_ID AWSROLE_ROLE_ARN AWSROLE_EXPIRES AWSROLE_CLOCK AWSROLE_COLOR AWSROLE_KEY AWSROLE_REGION AWSROLE_SAVED_REGION AWSROLE_SAVED_DEFAULT_REGION AWSROLE_PREVIOUS AWSUME_PROFILE AWS_PROFILE AWS_DEFAULT_PROFILE AWS_EB_PROFILE AWS_PROFILE_REGION AWS_SECURITY_TOKEN EC2_SECURITY_TOKEN AWS_SESSION_EXPIRATION AWS_CREDENTIAL_FILE AWSUME_EXPIRATION AWSUME_COMMAND AWS_VAULT AWSU_PROFILE AWSU_EXPIRES AWSRUNAS_PROFILE SAML2AWS_PROFILE ASSUMED_ROLE AWS_SSO AWS_SSO_PROFILE AWS_SSO_ACCOUNT_ID AWS_SSO_ROLE_NAME AWS_SSO_ROLE_ARN AWS_SSO_SESSION_EXPIRATION AWS_SSO_DEFAULT_REGION GRANTED_SSO GRANTED_SSO_START_URL GRANTED_SSO_ROLE_NAME GRANTED_SSO_REGION GRANTED_SSO_ACCOUNT_ID GRANTED_COMMAND AWS_CONTAINER_CREDENTIALS_FULL_URI AWS_CONTAINER_CREDENTIALS_RELATIVE_URI AWS_CONTAINER_AUTHORIZATION_TOKEN AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE AWS_ROLE_ARN AWS_ROLE_SESSION_NAME AWS_WEB_IDENTITY_TOKEN_FILE AWSROLE_RESOLVING'
  # end generated
  [ -z "${AWSROLE_REGION-}" ] || [ "${AWS_REGION-}" != "$AWSROLE_REGION" ] || __awsrole_names="$__awsrole_names AWS_REGION"
  [ -z "${AWSROLE_REGION-}" ] || [ "${AWS_DEFAULT_REGION-}" != "$AWSROLE_REGION" ] || __awsrole_names="$__awsrole_names AWS_DEFAULT_REGION"
}

# Adds to __awsrole_values what depends on this shell: AWSROLE_PREVIOUS where profile $1 follows another, and the user's
# own regions where that of the profile replaces them.
__awsrole_add_own() {
  __awsrole_rest=${AWSROLE_PROFILE-}
  case $__awsrole_rest in '' | "$1") __awsrole_rest=${AWSROLE_PREVIOUS-} ;; esac
  __awsrole_add AWSROLE_PREVIOUS "$__awsrole_rest" || return 1
  __awsrole_stamp=${AWS_REGION-}
  [ -z "${AWSROLE_REGION-}" ] || [ "$__awsrole_stamp" != "$AWSROLE_REGION" ] || __awsrole_stamp=${AWSROLE_SAVED_REGION-}
  __awsrole_line=${AWS_DEFAULT_REGION-}
  [ -z "${AWSROLE_REGION-}" ] || [ "$__awsrole_line" != "$AWSROLE_REGION" ] || __awsrole_line=${AWSROLE_SAVED_DEFAULT_REGION-}
  # without a region of the user's own there is no need to search the record, which is slow in dash
  [ -n "$__awsrole_stamp$__awsrole_line" ] || return 0
  __awsrole_value AWSROLE_REGION
  [ -n "$__awsrole_rest" ] || return 0
  __awsrole_add AWSROLE_SAVED_REGION "$__awsrole_stamp" || return 1
  __awsrole_add AWSROLE_SAVED_DEFAULT_REGION "$__awsrole_line"
}

# Adds the variable $1 with the value $2 to __awsrole_values, unless the value is empty.
__awsrole_add() {
  case $2 in *[[:cntrl:]]*) return 1 ;; esac
  [ -z "$2" ] || __awsrole_values=$__awsrole_values$1=$2$__awsrole_break
}

# Puts the name of the parent process into __awsrole_asker. Without --shell it shows whether fish reads the output,
# because fish cannot read the code for the other shells. Linux has the name in a file.
__awsrole_find_asker() {
  { IFS= read -r __awsrole_asker <"/proc/$PPID/comm"; } 2>/dev/null || __awsrole_asker=''
}

# Prints the activation of profile $1 as code for the shell $2. Fails, and leaves it to Node, if a value has a character
# that must be escaped within quotes.
__awsrole_print_use() {
  __awsrole_add_own "$1" || return 1
  case $__awsrole_values in *\'* | *\\*) return 1 ;; esac
  __awsrole_find_names
  case $2 in
    fish) __awsrole_code="begin${__awsrole_break}for __awsrole_name in $__awsrole_names; set -e -g \$__awsrole_name; or true; end$__awsrole_break" ;;
    *) __awsrole_code="{${__awsrole_break}unset $__awsrole_names$__awsrole_break" ;;
  esac
  while [ -n "$__awsrole_values" ]; do
    __awsrole_line=${__awsrole_values%%"$__awsrole_break"*}
    __awsrole_values=${__awsrole_values#*"$__awsrole_break"}
    case $2 in
      fish) __awsrole_code="${__awsrole_code}set -gx ${__awsrole_line%%=*} '${__awsrole_line#*=}'$__awsrole_break" ;;
      *) __awsrole_code="${__awsrole_code}export ${__awsrole_line%%=*}='${__awsrole_line#*=}'$__awsrole_break" ;;
    esac
  done
  case $2 in fish) __awsrole_code=${__awsrole_code}end ;; *) __awsrole_code="$__awsrole_code}" ;; esac
  printf '%s\n' "$__awsrole_code"
}

__awsrole_print_process() {
  case $__awsrole_values in *\"* | *\\*) return 1 ;; esac
  __awsrole_code='{
  "Version": 1'
  # generated: process-fields
  set -- AccessKeyId:AWS_ACCESS_KEY_ID SecretAccessKey:AWS_SECRET_ACCESS_KEY SessionToken:AWS_SESSION_TOKEN Expiration:AWS_CREDENTIAL_EXPIRATION AccountId:AWSROLE_ACCOUNT_ID
  # end generated
  for __awsrole_line in "$@"; do
    __awsrole_value "${__awsrole_line#*:}"
    [ -z "$__awsrole_rest" ] || __awsrole_code="$__awsrole_code,$__awsrole_break  \"${__awsrole_line%%:*}\": \"$__awsrole_rest\""
  done
  printf '%s\n}\n' "$__awsrole_code"
}

# Becomes the command $@, or says why it cannot be run.
__awsrole_become() {
  unset AWSROLE_FUNCTIONS __awsrole_self __awsrole_link __awsrole_main __awsrole_record __awsrole_break __awsrole_line __awsrole_name \
    __awsrole_words __awsrole_folder __awsrole_file __awsrole_values __awsrole_count __awsrole_end __awsrole_until \
    __awsrole_from __awsrole_now __awsrole_rest __awsrole_stamp __awsrole_names __awsrole_code
  # shells differ in what `command -v` prints for a file that is not executable
  case $1 in
    */*)
      [ -e "$1" ] || __awsrole_fail "cannot run '$1': no such file" 127
      { [ -x "$1" ] && [ ! -d "$1" ]; } ||
        __awsrole_fail "cannot run '$1': permission denied" 126 'it must be an executable file, not a folder (chmod +x)'
      ;;
    *)
      command -v -- "$1" >/dev/null 2>&1 ||
        __awsrole_fail "cannot run '$1': command not found" 127 'shell functions and aliases are not commands; bash -ic runs them'
      ;;
  esac
  exec "$@"
}

# Command lines without further options can be answered from a record. On a terminal Node prints a hint with the code.
case $#:${1-}:${2-}:${3-} in
  2:use:[!-]*:) [ ! -t 1 ] && __awsrole_read "$2" 0 && __awsrole_find_asker && __awsrole_print_use "$2" "$__awsrole_asker" && exit 0 ;;
  4:use:[!-]*:--shell | 4:use:--shell:*)
    # the shell functions use this order: use --shell NAME PROFILE
    [ "$2" = --shell ] || set -- "$1" --shell "$4" "$2"
    case $3:$4 in
      # generated: shells
      bash:[!-]* | zsh:[!-]* | fish:[!-]* | posix:[!-]*)
        # end generated
        __awsrole_read "$4" 0 && __awsrole_print_use "$4" "$3" && exit 0
        ;;
    esac
    ;;
  2:credential-process:[!-]*:) __awsrole_read "$2" 630 && __awsrole_print_process && exit 0 ;;
  # generated: commands
  1:use:* | 1:clear:* | 1:init:* | 1:exec:* | 1:console:* | 1:mfa:* | 1:list:* | 1:ls:* | 1:status:* | 1:why:*) ;;
  1:logout:* | 1:credential-process:* | 1:switch-roles:* | 1:sandbox:* | 1:__names:* | 1:help:*) ;;
  # end generated
  1:[!-]*) [ ! -t 1 ] && __awsrole_read "$1" 0 && __awsrole_find_asker && __awsrole_print_use "$1" "$__awsrole_asker" && exit 0 ;;
  [!123]:exec:[!-]*:-- | ??*:exec:[!-]*:--)
    if [ -n "$4" ] && __awsrole_read "$2" 0 && __awsrole_add_own "$2"; then
      __awsrole_find_names
      # shellcheck disable=SC2086 # these are names without blanks or patterns
      unset $__awsrole_names
      while [ -n "$__awsrole_values" ]; do
        export "${__awsrole_values%%"$__awsrole_break"*}"
        __awsrole_values=${__awsrole_values#*"$__awsrole_break"}
      done
      shift 3
      __awsrole_become "$@"
    fi
    ;;
esac

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

# eval "$(awsrole init bash)" runs at every start of a shell and must be fast
case "$#:${1-}:${2-}" in
  # generated: integrated-shells
  2:init:bash | 2:init:zsh | 2:init:fish)
    # end generated
    exec cat "${__awsrole_main%/*}/shell/awsrole.$2"
    ;;
esac

command -v node >/dev/null 2>&1 ||
  __awsrole_fail 'node is not on the PATH' 127 'install Node.js 20.17 or newer'

# with NODE_DEBUG=http Node would print requests, which contain the session token
[ "${1-}" = exec ] || { unset NODE_DEBUG && exec node "$__awsrole_main" "$@"; }

__awsrole_record=$(unset NODE_DEBUG && AWSROLE_LAUNCHER=1 node "$__awsrole_main" "$@") || exit

# The record is data: a first line with the number of words of the command, NAME=value and -NAME lines, `end`.
__awsrole_line=${__awsrole_record%%"$__awsrole_break"*}
case $__awsrole_line in
  'awsrole-exec 1 '[1-9]*) __awsrole_words=${__awsrole_line##* } ;;
  '' | awsrole-exec*) __awsrole_fail 'the environment came in part only' 1 'run the command again' ;;
  *)
    # the output of --help
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
__awsrole_become "$@"
