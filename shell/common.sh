# shellcheck shell=bash
# shellcheck disable=SC2154 # awsrole.bash and awsrole.zsh set some of the variables
# The code that bash (3.2 and newer) and zsh (5.0 and newer) share. The build puts it before awsrole.bash and awsrole.zsh.
#
# These two files define the functions that a shell or a user calls: awsrole, __awsrole_precmd and awsrole_unload. In zsh
# each of them starts with `emulate -L zsh`, which holds in the functions that it calls, and so in those of this file.
# They also set __awsrole_shell to the name of the shell, and define what the shells do differently: __awsrole_is_program,
# __awsrole_become, __awsrole_read_lines and __awsrole_find_place.
#
# A function sees the local variables of its callers, and many results are passed in these. There are few functions,
# because calls take most of the time of a switch and of a prompt in zsh.

\unalias awsrole awsrole_unload 2>/dev/null || \true

# Runs a command line of awsrole. `use` and `clear` change this shell. AWSROLE_FUNCTIONS tells the program that messages
# need no eval; the program and the launcher hide it from other programs.
function __awsrole_run {
  case "${1-}" in
    exec)
      __awsrole_exec "$@"
      \builtin return
      ;;
    # generated: commands
    '' | init | console | mfa | list | ls | status | why | logout | credential-process | switch-roles | sandbox | help | -h | --help | -v | --version)
      # end generated
      if [[ ${1-} == status ]]; then
        \builtin local __awsrole_word=''
        __awsrole_find_place
        AWSROLE_FUNCTIONS=${__awsrole_shell} AWSROLE_SEGMENT=${__awsrole_word} \command awsrole "$@"
      else
        AWSROLE_FUNCTIONS=${__awsrole_shell} \command awsrole "$@"
      fi
      \builtin return
      ;;
  esac
  \builtin local __awsrole_code __awsrole_word __awsrole_name=''
  \builtin local -a __awsrole_values
  for __awsrole_word in "$@"; do
    case "${__awsrole_word}" in
      # with these options the output is text to print, not code
      -h | --help | --json | --format | --format=* | --shell | --shell=*)
        AWSROLE_FUNCTIONS=${__awsrole_shell} \command awsrole "$@"
        \builtin return
        ;;
    esac
  done
  # eval "$(awsrole dev)": the shell around this subshell needs the code
  if [[ ${ZSH_SUBSHELL-${BASH_SUBSHELL}} -gt 0 && -p /dev/fd/1 ]]; then
    \command awsrole "$@"
    \builtin return
  fi
  # The program handles Ctrl-C while it asks for a code. Without a trap zsh would leave the function with another status.
  if [[ ${__awsrole_shell} == zsh ]]; then \builtin trap : INT; fi
  if [[ $1 == clear ]]; then
    if [[ $# -eq 1 ]]; then
      __awsrole_clear
      \builtin return 0
    fi
    __awsrole_code="$(AWSROLE_FUNCTIONS=${__awsrole_shell} \command awsrole "$@" --shell "${__awsrole_shell}")" || \builtin return
  else
    [[ $1 == use ]] && \builtin shift
    if [[ $# -eq 1 ]]; then
      case "$1" in
        -) __awsrole_name=${AWSROLE_PREVIOUS-} ;;
        -*) ;;
        *) __awsrole_name=$1 ;;
      esac
      if __awsrole_read "${__awsrole_name}"; then
        __awsrole_set "${__awsrole_name}"
        \builtin return 0
      fi
    fi
    __awsrole_code="$(AWSROLE_FUNCTIONS=${__awsrole_shell} \command awsrole use --shell "${__awsrole_shell}" "$@")" || \builtin return
  fi
  \builtin eval "${__awsrole_code}"
}

# Runs `exec PROFILE -- CMD`. With a live session this takes one fork: the subshell becomes the command.
function __awsrole_exec {
  \builtin local -a __awsrole_values
  if [[ $# -ge 4 && $3 == -- && $2 != -* && $4 != -* ]] && __awsrole_is_program "$4" && __awsrole_read "$2"; then
    (
      __awsrole_set "$2"
      \builtin shift 3
      __awsrole_become "$@"
    )
  else
    AWSROLE_FUNCTIONS=${__awsrole_shell} \command awsrole "$@"
  fi
}

# Reads the record of profile $1 into __awsrole_values, as NAME=value. Fails unless every line of the record is valid and
# the record applies now. A record is data and is never evaluated. The program handles every other case.
function __awsrole_read {
  \builtin local LC_ALL=C IFS='' __awsrole_folder __awsrole_record __awsrole_now __awsrole_word
  \builtin local __awsrole_config __awsrole_credentials __awsrole_calls
  case "$1" in '' | [.-]* | */* | *[[:cntrl:]]*) \builtin return 1 ;; esac
  __awsrole_find_folder || \builtin return 1
  __awsrole_record=${__awsrole_folder}/live/$1
  [[ -f ${__awsrole_record} && -O ${__awsrole_record} && -r ${__awsrole_record} && ! -L ${__awsrole_record} ]] || \builtin return 1
  __awsrole_read_lines "${__awsrole_record}" || \builtin return 1

  # awsrole-live 2 FROM UNTIL
  case "${__awsrole_word}" in
    'awsrole-live 2 '[1-9]*' '[1-9]*) __awsrole_word=${__awsrole_word#awsrole-live 2 } ;;
    *) \builtin return 1 ;;
  esac
  case "${__awsrole_word%% *}${__awsrole_word#* }" in *[!0-9]* | ???????????????????????*) \builtin return 1 ;; esac
  [[ ${__awsrole_now} -ge ${__awsrole_word%% *} && ${__awsrole_now} -lt ${__awsrole_word#* } ]] || \builtin return 1

  __awsrole_is_current "${__awsrole_config}" "${__awsrole_credentials}" || \builtin return 1

  # the variables that decide where the calls go
  # generated: deciding-names
  __awsrole_word="|${AWS_ENDPOINT_URL-}|${AWS_ENDPOINT_URL_STS-}|${AWS_ENDPOINT_URL_IAM-}|${AWS_IGNORE_CONFIGURED_ENDPOINT_URLS-}|${AWS_STS_REGIONAL_ENDPOINTS-}|${AWS_USE_FIPS_ENDPOINT-}|${AWS_USE_DUALSTACK_ENDPOINT-}"
  # end generated
  if [[ ${__awsrole_calls} != "calls -${__awsrole_word}" ]]; then
    # the profile has no region: one that the user set in this shell stays or comes back, and decides too
    [[ -z ${AWSROLE_SAVED_REGION-}${AWSROLE_SAVED_DEFAULT_REGION-} ]] || \builtin return 1
    \builtin local __awsrole_place="${AWS_REGION-}"
    if [[ -z ${__awsrole_place} || ${__awsrole_place} == "${AWSROLE_REGION-}" ]]; then __awsrole_place=${AWS_DEFAULT_REGION-}; fi
    if [[ ${__awsrole_place} == "${AWSROLE_REGION-}" ]]; then __awsrole_place=''; fi
    [[ ${__awsrole_calls} == "calls ${__awsrole_place}${__awsrole_word}" ]] || \builtin return 1
  fi

  \builtin set -- "${__awsrole_values[@]}"
  case "$*" in *[[:cntrl:]]*) \builtin return 1 ;; esac
  # Each of these comes once: a second one could put the key of one session beside the secret of another.
  # generated: record-first
  [[ $# -ge 5 && $1 == AWS_ACCESS_KEY_ID=?* && $2 == AWS_SECRET_ACCESS_KEY=?* &&
    $3 == AWS_SESSION_TOKEN=?* && $4 == AWS_CREDENTIAL_EXPIRATION=?* && $5 == "AWSROLE_PROFILE=${__awsrole_record##*/}" ]] || \builtin return 1
  \builtin shift 5
  # end generated
  for __awsrole_word in "$@"; do
    case "${__awsrole_word}" in
      # generated: record-others
      AWS_REGION=?* | AWS_DEFAULT_REGION=?* | AWSROLE_ACCOUNT_ID=?* | AWSROLE_ROLE_ARN=?* | AWSROLE_EXPIRES=?*) ;;
      AWSROLE_COLOR=?* | AWSROLE_KEY=?* | AWSROLE_REGION=?* | AWSUME_PROFILE=?*) ;;
      # end generated
      *) \builtin return 1 ;;
    esac
  done
}

# Puts the cache folder into __awsrole_folder, by the program's rule. Fails where nothing may be cached.
function __awsrole_find_folder {
  [[ ${AWSROLE_CACHE:-on} == on ]] || \builtin return 1
  if [[ -n ${AWSROLE_CACHE_DIR-} ]]; then
    __awsrole_folder=${AWSROLE_CACHE_DIR}
    if [[ ${__awsrole_folder} == \~/* ]]; then __awsrole_folder=${HOME-}${__awsrole_folder#?}; fi
  elif [[ ${XDG_CACHE_HOME-} == /* ]]; then
    __awsrole_folder=${XDG_CACHE_HOME}/awsrole
  else
    __awsrole_folder=${HOME-}/.cache/awsrole
  fi
  [[ ${__awsrole_folder} == /* ]]
}

# Tells whether __awsrole_record is as the program wrote it, and both shared files are unchanged since then. $1 and $2 are
# its lines `config STAMP PATH` and `credentials STAMP PATH`. A stamp has the modification time that the file had when the
# program read it, so the file must be neither newer nor older. STAMP.link leads to the file where PATH has links; else
# the file must not be a link. The stamp - means that there was no file. The program gives a record a time before every
# other; one that another user has changed is newer than the files.
function __awsrole_is_current {
  \builtin local __awsrole_stamp
  \builtin set -- config "$1" "${AWS_CONFIG_FILE:-${HOME-}/.aws/config}" \
    credentials "$2" "${AWS_SHARED_CREDENTIALS_FILE:-${HOME-}/.aws/credentials}"
  while [[ $# -gt 0 ]]; do
    __awsrole_stamp=${2#"$1 "}
    __awsrole_stamp=${__awsrole_stamp%% *}
    if [[ $2 != "$1 ${__awsrole_stamp} $3" ]]; then
      [[ $3 == \~/* && $2 == "$1 ${__awsrole_stamp} ${HOME-}${3#?}" ]] || \builtin return 1
      \builtin set -- "$1" "$2" "${HOME-}${3#?}" "${@:4}"
    fi
    case "${__awsrole_stamp}" in
      -)
        [[ ! -e $3 && ! -L $3 ]] || \builtin return 1
        \builtin shift 3
        \builtin continue
        ;;
      '' | *[!0-9a-f]*)
        case "${__awsrole_stamp%.link}" in '' | *[!0-9a-f]*) \builtin return 1 ;; esac
        [[ $3 -ef ${__awsrole_folder}/stamps/${__awsrole_stamp} ]] || \builtin return 1
        __awsrole_stamp=${__awsrole_stamp%.link}
        ;;
      *) [[ ! -L $3 ]] || \builtin return 1 ;;
    esac
    __awsrole_stamp=${__awsrole_folder}/stamps/${__awsrole_stamp}
    [[ -O ${__awsrole_stamp} && $3 -nt ${__awsrole_record} && ! $3 -nt ${__awsrole_stamp} && ! $3 -ot ${__awsrole_stamp} ]] || \builtin return 1
    \builtin shift 3
  done
}

# Activates __awsrole_values as profile $1.
function __awsrole_set {
  \builtin local __awsrole_previous="${AWSROLE_PROFILE-}"
  if [[ -z ${__awsrole_previous} || ${__awsrole_previous} == "$1" ]]; then
    __awsrole_previous=${AWSROLE_PREVIOUS-}
  fi
  __awsrole_unset
  \builtin local __awsrole_region="${AWS_REGION-}" __awsrole_default="${AWS_DEFAULT_REGION-}"
  \builtin export "${__awsrole_values[@]}"
  if [[ -n ${AWSROLE_REGION-} && -n ${__awsrole_region} ]]; then
    \builtin export AWSROLE_SAVED_REGION="${__awsrole_region}"
  fi
  if [[ -n ${AWSROLE_REGION-} && -n ${__awsrole_default} ]]; then
    \builtin export AWSROLE_SAVED_DEFAULT_REGION="${__awsrole_default}"
  fi
  if [[ -n ${__awsrole_previous} ]]; then
    \builtin export AWSROLE_PREVIOUS="${__awsrole_previous}"
  fi
}

# Deactivates the active profile. `awsrole -` activates it again.
function __awsrole_clear {
  \builtin local __awsrole_previous="${AWSROLE_PROFILE-}"
  if [[ -z ${__awsrole_previous} ]]; then __awsrole_previous=${AWSROLE_PREVIOUS-}; fi
  __awsrole_unset
  if [[ -n ${__awsrole_previous} ]]; then
    \builtin export AWSROLE_PREVIOUS="${__awsrole_previous}"
  fi
}

# Unsets what `use` sets, and the variables of other tools that would take precedence. A region that the user set stays,
# or comes back where that of a profile replaced it.
function __awsrole_unset {
  if [[ -n ${AWSROLE_REGION-} ]]; then
    if [[ ${AWS_REGION-} == "${AWSROLE_REGION}" ]]; then
      \builtin unset AWS_REGION
      if [[ -n ${AWSROLE_SAVED_REGION-} ]]; then \builtin export AWS_REGION="${AWSROLE_SAVED_REGION}"; fi
    fi
    if [[ ${AWS_DEFAULT_REGION-} == "${AWSROLE_REGION}" ]]; then
      \builtin unset AWS_DEFAULT_REGION
      if [[ -n ${AWSROLE_SAVED_DEFAULT_REGION-} ]]; then \builtin export AWS_DEFAULT_REGION="${AWSROLE_SAVED_DEFAULT_REGION}"; fi
    fi
  fi
  # generated: unset-names
  \builtin unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION \
    AWSROLE_PROFILE AWSROLE_ACCOUNT_ID AWSROLE_ROLE_ARN AWSROLE_EXPIRES AWSROLE_CLOCK AWSROLE_COLOR AWSROLE_KEY \
    AWSROLE_REGION AWSROLE_SAVED_REGION AWSROLE_SAVED_DEFAULT_REGION AWSROLE_PREVIOUS AWSUME_PROFILE AWS_PROFILE \
    AWS_DEFAULT_PROFILE AWS_EB_PROFILE AWS_PROFILE_REGION AWS_SECURITY_TOKEN EC2_SECURITY_TOKEN \
    AWS_SESSION_EXPIRATION AWS_CREDENTIAL_FILE AWSUME_EXPIRATION AWSUME_COMMAND AWS_VAULT AWSU_PROFILE AWSU_EXPIRES \
    AWSRUNAS_PROFILE SAML2AWS_PROFILE ASSUMED_ROLE AWS_SSO AWS_SSO_PROFILE AWS_SSO_ACCOUNT_ID AWS_SSO_ROLE_NAME \
    AWS_SSO_ROLE_ARN AWS_SSO_SESSION_EXPIRATION AWS_SSO_DEFAULT_REGION GRANTED_SSO GRANTED_SSO_START_URL \
    GRANTED_SSO_ROLE_NAME GRANTED_SSO_REGION GRANTED_SSO_ACCOUNT_ID GRANTED_COMMAND \
    AWS_CONTAINER_CREDENTIALS_FULL_URI AWS_CONTAINER_CREDENTIALS_RELATIVE_URI AWS_CONTAINER_AUTHORIZATION_TOKEN \
    AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE AWS_ROLE_ARN AWS_ROLE_SESSION_NAME AWS_WEB_IDENTITY_TOKEN_FILE \
    AWSROLE_RESOLVING
  # end generated
}

# Renews the active session in the background, and never asks for a code. The record that the program writes is picked up
# at a later prompt. Only keys that awsrole set are replaced, and only by keys of the same role.
function __awsrole_refresh {
  [[ ${AWSROLE_REFRESH-on} != off && ${AWSROLE_CACHE:-on} == on && -n ${AWSROLE_KEY-} &&
    ${AWS_ACCESS_KEY_ID-} == "${AWSROLE_KEY}" && ${AWSROLE_PROFILE} != -* ]] || \builtin return 0
  \builtin local -a __awsrole_values
  \builtin local __awsrole_line
  if __awsrole_read "${AWSROLE_PROFILE}"; then
    for __awsrole_line in "${__awsrole_values[@]}"; do
      case "${__awsrole_line}" in
        AWSROLE_ROLE_ARN=*) [[ ${__awsrole_line#*=} == "${AWSROLE_ROLE_ARN-}" ]] || \builtin return 0 ;;
      esac
    done
    # the program writes records only while the clock is right
    \builtin unset AWSROLE_CLOCK
    for __awsrole_line in "${__awsrole_values[@]}"; do
      case "${__awsrole_line}" in
        AWSROLE_EXPIRES=*[!0-9]* | AWSROLE_EXPIRES=?????????????*) ;;
        AWSROLE_EXPIRES=*)
          \builtin export "${__awsrole_line?}"
          __awsrole_left=$((10#${__awsrole_line#*=} - __awsrole_now))
          ;;
        # generated: session-names
        AWS_ACCESS_KEY_ID=* | AWS_SECRET_ACCESS_KEY=* | AWS_SESSION_TOKEN=* | AWS_CREDENTIAL_EXPIRATION=* | AWSROLE_KEY=*)
          # end generated
          \builtin export "${__awsrole_line?}"
          ;;
      esac
    done
  elif [[ ${__awsrole_now} -ge ${__awsrole_retry-0} ]]; then
    __awsrole_retry=$((__awsrole_now + 60))
    (\command awsrole use --unattended "${AWSROLE_PROFILE}" </dev/null >/dev/null 2>&1 &)
  fi
}

# Sets __awsrole_now to the time of AWS. AWSROLE_CLOCK, `OFFSET START`, exists only if the clock was wrong: the seconds that
# AWS was ahead of it, and the time of AWS at which this machine started. Unsets it when the clock was set.
function __awsrole_correct_clock {
  \builtin local IFS='. ' __awsrole_offset="${AWSROLE_CLOCK%% *}" __awsrole_start="${AWSROLE_CLOCK#* }" __awsrole_uptime='' __awsrole_rest
  case "${__awsrole_offset#-}:${__awsrole_start}" in
    [1-9]*:[1-9]*) ;;
    *) \builtin return 0 ;;
  esac
  case "${__awsrole_offset#-}${__awsrole_start}" in *[!0-9]* | ???????????????????????*) \builtin return 0 ;; esac
  { \builtin read -r __awsrole_uptime __awsrole_rest </proc/uptime; } 2>/dev/null
  case "${__awsrole_uptime}" in
    '' | *[!0-9]*) __awsrole_now=$((__awsrole_now + __awsrole_offset)) ;;
    *)
      __awsrole_start=$((__awsrole_start + __awsrole_uptime))
      # a clock that was behind and shows a later time was set after a suspension, which the uptime does not count
      if [[ ${__awsrole_start} -lt $((__awsrole_now + 60)) && (${__awsrole_offset} != -* || ${__awsrole_start} -gt $((__awsrole_now - 60))) ]]; then
        \builtin unset AWSROLE_CLOCK
      else
        __awsrole_now=${__awsrole_start}
      fi
      ;;
  esac
}

# Makes the parts of the segment `[dev 222233334444 57m] `, and renews the session when little time is left. Fails if
# there is no segment to show. The caller declares the parts as local variables and joins them. It also sets
# __awsrole_now, and __awsrole_open and __awsrole_close, the text before and after the number of a colour.
function __awsrole_make_segment {
  \builtin local __awsrole_left=''
  case "${AWSROLE_EXPIRES-}" in
    '' | *[!0-9]* | ?????????????*) ;;
    *)
      if [[ -n ${AWSROLE_CLOCK-} ]]; then __awsrole_correct_clock; fi
      __awsrole_left=$((10#${AWSROLE_EXPIRES} - __awsrole_now))
      if [[ ${__awsrole_left} -lt 300 ]]; then __awsrole_refresh; fi
      ;;
  esac
  [[ ${AWSROLE_PROMPT-} != off ]] || \builtin return 1
  \builtin local __awsrole_look="${AWSROLE_ACCOUNT_ID-}:${AWSROLE_COLOR-}:${NO_COLOR-}:${COLORTERM-}:${TERM-dumb}:${AWSROLE_PROFILE}"
  if [[ ${__awsrole_prepared-} != "${__awsrole_look}" ]]; then __awsrole_prepare; fi
  if [[ -n ${__awsrole_left} ]]; then
    if [[ ${__awsrole_left} -le 0 ]]; then
      __awsrole_time=' expired'
    elif [[ ${__awsrole_left} -lt 60 ]]; then
      __awsrole_time=' <1m'
    elif [[ ${__awsrole_left} -lt 3600 ]]; then
      __awsrole_time=" $((__awsrole_left / 60))m"
    else
      __awsrole_time=$((__awsrole_left % 3600 / 60))
      if [[ ${__awsrole_time} -lt 10 ]]; then __awsrole_time=0${__awsrole_time}; fi
      __awsrole_time=" $((__awsrole_left / 3600))h${__awsrole_time}m"
    fi
    if [[ -n ${__awsrole_plain} && ${__awsrole_left} -le 0 ]]; then
      __awsrole_alarm="${__awsrole_open}0;31${__awsrole_close}"
    elif [[ -n ${__awsrole_plain} && ${__awsrole_left} -lt 600 ]]; then
      __awsrole_alarm="${__awsrole_open}0;33${__awsrole_close}"
    fi
  fi
  if [[ ${AWS_ACCESS_KEY_ID-} != "${AWSROLE_KEY-}" ]]; then __awsrole_mark=' !key'; fi
  if [[ -n ${AWS_PROFILE+set}${AWS_DEFAULT_PROFILE+set} ]]; then __awsrole_mark="${__awsrole_mark} !AWS_PROFILE"; fi
  if [[ -n ${__awsrole_mark} && -n ${__awsrole_plain} ]]; then __awsrole_shout="${__awsrole_open}0;1;31${__awsrole_close}"; fi
  __awsrole_end="]${__awsrole_plain} "
  if [[ -n ${__awsrole_alarm}${__awsrole_shout} ]]; then __awsrole_end="${__awsrole_plain}${__awsrole_dye}${__awsrole_end}"; fi
}

# Makes the parts of the segment that depend only on the profile and the terminal: its first text and the colours.
function __awsrole_prepare {
  \builtin local __awsrole_account="${AWSROLE_ACCOUNT_ID-}"
  __awsrole_prepared=${__awsrole_look}
  __awsrole_account=${__awsrole_account//[!0-9]/}
  __awsrole_text="[${AWSROLE_PROFILE//[[:cntrl:]]/}${__awsrole_account:+ ${__awsrole_account}}"
  __awsrole_dye=''
  __awsrole_plain=''
  if [[ -z ${NO_COLOR-} && ${TERM-dumb} != dumb ]]; then
    __awsrole_find_dye
    __awsrole_plain=${__awsrole_open}0${__awsrole_close}
  fi
}

# Puts the escape sequence for AWSROLE_COLOR into __awsrole_dye: in 24 bits if the terminal supports them, else the
# nearest of 256 or 16 colours.
function __awsrole_find_dye {
  \builtin local LC_ALL=C __awsrole_hex="${AWSROLE_COLOR-}" __awsrole_code __awsrole_red __awsrole_green __awsrole_blue
  __awsrole_hex=${__awsrole_hex#\#}
  case "${__awsrole_hex}" in
    *[!0-9A-Fa-f]*) \builtin return 0 ;;
    ???) __awsrole_hex=${__awsrole_hex:0:1}${__awsrole_hex:0:1}${__awsrole_hex:1:1}${__awsrole_hex:1:1}${__awsrole_hex:2:1}${__awsrole_hex:2:1} ;;
    ??????) ;;
    *) \builtin return 0 ;;
  esac
  __awsrole_red=$((16#${__awsrole_hex:0:2}))
  __awsrole_green=$((16#${__awsrole_hex:2:2}))
  __awsrole_blue=$((16#${__awsrole_hex:4:2}))
  case "${COLORTERM-}:${TERM-}" in
    truecolor:* | 24bit:* | *-direct) __awsrole_code="38;2;${__awsrole_red};${__awsrole_green};${__awsrole_blue}" ;;
    *256color*) __awsrole_find_nearest_256 ;;
    *) __awsrole_find_nearest_16 ;;
  esac
  __awsrole_dye="${__awsrole_open}${__awsrole_code}${__awsrole_close}"
}

# Finds the nearest colour of the xterm palette: a cube with the levels 0 95 135 175 215 255, and 24 greys from 8 to 238.
function __awsrole_find_nearest_256 {
  \builtin local __awsrole_channel __awsrole_level __awsrole_index=0 __awsrole_cube=0 __awsrole_grey __awsrole_shade=0
  for __awsrole_channel in "${__awsrole_red}" "${__awsrole_green}" "${__awsrole_blue}"; do
    if [[ ${__awsrole_channel} -lt 48 ]]; then
      __awsrole_level=0
    elif [[ ${__awsrole_channel} -lt 115 ]]; then
      __awsrole_level=1
    else
      __awsrole_level=$(((__awsrole_channel - 35) / 40))
    fi
    __awsrole_index=$((__awsrole_index * 6 + __awsrole_level))
    __awsrole_channel=$((__awsrole_channel - (__awsrole_level > 0 ? __awsrole_level * 40 + 55 : 0)))
    __awsrole_cube=$((__awsrole_cube + __awsrole_channel * __awsrole_channel))
  done
  __awsrole_grey=$(((__awsrole_red + __awsrole_green + __awsrole_blue) / 3))
  __awsrole_grey=$((__awsrole_grey < 8 ? 0 : __awsrole_grey > 233 ? 23 : (__awsrole_grey - 3) / 10))
  for __awsrole_channel in "${__awsrole_red}" "${__awsrole_green}" "${__awsrole_blue}"; do
    __awsrole_channel=$((__awsrole_channel - 8 - 10 * __awsrole_grey))
    __awsrole_shade=$((__awsrole_shade + __awsrole_channel * __awsrole_channel))
  done
  if [[ ${__awsrole_shade} -lt ${__awsrole_cube} ]]; then
    __awsrole_code="38;5;$((232 + __awsrole_grey))"
  else
    __awsrole_code="38;5;$((16 + __awsrole_index))"
  fi
}

# Finds the nearest of eight hues, in its bright variant for light colours.
function __awsrole_find_nearest_16 {
  \builtin local __awsrole_top="${__awsrole_red}" __awsrole_half
  if [[ ${__awsrole_green} -gt ${__awsrole_top} ]]; then __awsrole_top=${__awsrole_green}; fi
  if [[ ${__awsrole_blue} -gt ${__awsrole_top} ]]; then __awsrole_top=${__awsrole_blue}; fi
  __awsrole_half=$((__awsrole_top / 2 > 32 ? __awsrole_top / 2 : 32))
  __awsrole_code=$((__awsrole_top > 191 ? 90 : 30))
  if [[ ${__awsrole_red} -gt ${__awsrole_half} ]]; then __awsrole_code=$((__awsrole_code + 1)); fi
  if [[ ${__awsrole_green} -gt ${__awsrole_half} ]]; then __awsrole_code=$((__awsrole_code + 2)); fi
  if [[ ${__awsrole_blue} -gt ${__awsrole_half} ]]; then __awsrole_code=$((__awsrole_code + 4)); fi
}

# Fails unless the list of names for completion is up to date. The list is __awsrole_folder/names; its first three lines
# are then in __awsrole_first, __awsrole_config and __awsrole_credentials.
function __awsrole_read_names_head {
  \builtin local IFS='' __awsrole_record
  __awsrole_find_folder || \builtin return 1
  __awsrole_record=${__awsrole_folder}/names
  [[ -f ${__awsrole_record} && -O ${__awsrole_record} && ! -L ${__awsrole_record} ]] || \builtin return 1
  {
    \builtin read -r __awsrole_first && \builtin read -r __awsrole_config && \builtin read -r __awsrole_credentials
  } <"${__awsrole_record}" || \builtin return 1
  # with a tab, one of these lines could be mistaken for the line of a profile
  [[ ${__awsrole_first} == 'awsrole-names 3' && ${__awsrole_config}${__awsrole_credentials} != *$'\t'* ]] &&
    __awsrole_is_current "${__awsrole_config}" "${__awsrole_credentials}"
}
