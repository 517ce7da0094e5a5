# shellcheck shell=bash
# awsrole for bash 3.2 and newer. In ~/.bashrc: eval "$(awsrole init bash)"
# `awsrole PROFILE`, `awsrole -` and `awsrole clear` act on this shell; a session that lives is taken from the record
# that the program left, without starting a process. Loading it prints nothing.

\unalias awsrole awsrole_unload 2>/dev/null || \true

function awsrole {
  case "${1-}" in
    exec) __awsrole_exec "$@" ;;
    '' | init | mfa | list | ls | status | why | logout | credential-process | console | switch-roles | sandbox | help | -h | --help | -v | --version)
      \command awsrole "$@"
      ;;
    *) __awsrole_change "$@" ;;
  esac
}

# use and clear: what changes this shell
function __awsrole_change {
  \builtin local __awsrole_code __awsrole_word __awsrole_name=''
  \builtin local -a __awsrole_values
  for __awsrole_word in "$@"; do
    case "${__awsrole_word}" in
      # what is asked for as text stays text
      -h | --help | --json | --format | --format=* | --shell | --shell=*)
        \command awsrole "$@"
        \builtin return
        ;;
    esac
  done
  # eval "$(awsrole dev)": the shell around this subshell wants the code itself
  if [[ ${BASH_SUBSHELL} -gt 0 && -p /dev/fd/1 ]]; then
    \command awsrole "$@"
    \builtin return
  fi
  if [[ $1 == clear ]]; then
    if [[ $# -eq 1 ]]; then
      __awsrole_unset
      \builtin return 0
    fi
    __awsrole_code="$(\command awsrole "$@" --shell bash)" || \builtin return
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
    __awsrole_code="$(\command awsrole use --shell bash "$@")" || \builtin return
  fi
  \builtin eval "${__awsrole_code}"
}

# exec PROFILE -- CMD with a session that lives: one fork, and the subshell becomes the command
function __awsrole_exec {
  \builtin local -a __awsrole_values
  if [[ $# -ge 4 && $3 == -- && $2 != -* ]] && \builtin type -P -- "$4" >/dev/null && __awsrole_read "$2"; then
    (
      __awsrole_set "$2"
      \builtin exec -- "${@:4}"
    )
  else
    \command awsrole "$@"
  fi
}

# Reads the record of profile $1 into __awsrole_values, NAME=value each; fails unless every line of it holds. It is
# data: nothing of it is evaluated. What cannot be decided here is for the program.
function __awsrole_read {
  \builtin local LC_ALL=C IFS='' __awsrole_folder __awsrole_file __awsrole_line __awsrole_now __awsrole_rest
  \builtin local -a __awsrole_lines
  __awsrole_lines=()
  case "$1" in '' | [.-]* | */* | *[[:cntrl:]]*) \builtin return 1 ;; esac
  [[ -z "${AWS_ENDPOINT_URL-}${AWS_ENDPOINT_URL_STS-}${AWS_ENDPOINT_URL_IAM-}${AWS_IGNORE_CONFIGURED_ENDPOINT_URLS-}" &&
    -z "${AWS_STS_REGIONAL_ENDPOINTS-}${AWS_USE_FIPS_ENDPOINT-}${AWS_USE_DUALSTACK_ENDPOINT-}" ]] || \builtin return 1
  __awsrole_find_folder || \builtin return 1
  __awsrole_file=${__awsrole_folder}/live/$1
  [[ -f ${__awsrole_file} && -O ${__awsrole_file} && -r ${__awsrole_file} && ! -L ${__awsrole_file} ]] || \builtin return 1
  # bash ends a line at a NUL byte, and what stands behind it is gone unseen
  \builtin read -r -d '' __awsrole_line <"${__awsrole_file}" 2>/dev/null && \builtin return 1
  if [[ ${BASH_VERSINFO[0]} -ge 4 ]]; then
    \builtin mapfile -t -n 40 __awsrole_lines <"${__awsrole_file}" 2>/dev/null
  else
    while \builtin read -r __awsrole_line && [[ ${#__awsrole_lines[@]} -lt 40 ]]; do
      __awsrole_lines[${#__awsrole_lines[@]}]=${__awsrole_line}
    done <"${__awsrole_file}"
  fi
  __awsrole_rest=${#__awsrole_lines[@]}
  [[ ${__awsrole_rest} -ge 10 && ${__awsrole_lines[__awsrole_rest - 1]} == end ]] || \builtin return 1

  # awsrole-live 1 FROM UNTIL
  __awsrole_line=${__awsrole_lines[0]}
  case "${__awsrole_line}" in
    'awsrole-live 1 '[1-9]*' '[1-9]*) __awsrole_line=${__awsrole_line#awsrole-live 1 } ;;
    *) \builtin return 1 ;;
  esac
  __awsrole_rest=${__awsrole_line#* }
  __awsrole_line=${__awsrole_line%% *}
  case "${__awsrole_line}${__awsrole_rest}" in *[!0-9]* | ???????????????????????*) \builtin return 1 ;; esac
  __awsrole_clock
  [[ ${__awsrole_now} -ge ${__awsrole_line} && ${__awsrole_now} -lt ${__awsrole_rest} ]] || \builtin return 1

  __awsrole_is_same config "${__awsrole_lines[1]}" "${AWS_CONFIG_FILE:-${HOME-}/.aws/config}" || \builtin return 1
  __awsrole_is_same credentials "${__awsrole_lines[2]}" "${AWS_SHARED_CREDENTIALS_FILE:-${HOME-}/.aws/credentials}" || \builtin return 1

  case "${__awsrole_lines[3]}" in
    'region own') ;;
    'region none')
      # a region that a person gave to this shell stays, and decides where the calls go
      for __awsrole_line in "${AWS_REGION-}" "${AWS_DEFAULT_REGION-}"; do
        [[ -z ${__awsrole_line} || ${__awsrole_line} == "${AWSROLE_REGION-}" ]] || \builtin return 1
      done
      ;;
    *) \builtin return 1 ;;
  esac

  __awsrole_values=("${__awsrole_lines[@]:4:${#__awsrole_lines[@]}-5}")
  [[ ${__awsrole_values[0]} == AWS_ACCESS_KEY_ID=?* && ${__awsrole_values[1]} == AWS_SECRET_ACCESS_KEY=?* &&
    ${__awsrole_values[2]} == AWS_SESSION_TOKEN=?* && ${__awsrole_values[3]} == AWS_CREDENTIAL_EXPIRATION=?* &&
    ${__awsrole_values[4]} == "AWSROLE_PROFILE=$1" && ${__awsrole_values[*]} != *[[:cntrl:]]* ]] || \builtin return 1
  # these five come once: no second one may put the key of one session beside the secret of another
  for __awsrole_line in "${__awsrole_values[@]:5}"; do
    case "${__awsrole_line}" in
      AWS_REGION=?* | AWS_DEFAULT_REGION=?* | AWSROLE_ACCOUNT_ID=?* | AWSROLE_ROLE_ARN=?* | AWSROLE_EXPIRES=?*) ;;
      AWSROLE_COLOR=?* | AWSROLE_KEY=?* | AWSROLE_REGION=?* | AWSUME_PROFILE=?*) ;;
      *) \builtin return 1 ;;
    esac
  done
}

# the cache folder, by the program's rule, into __awsrole_folder
function __awsrole_find_folder {
  [[ ${AWSROLE_CACHE:-on} == on ]] || \builtin return 1
  if [[ -n ${AWSROLE_CACHE_DIR-} ]]; then
    __awsrole_folder=${AWSROLE_CACHE_DIR}
  elif [[ ${XDG_CACHE_HOME-} == /* ]]; then
    __awsrole_folder=${XDG_CACHE_HOME}/awsrole
  else
    __awsrole_folder=${HOME-}/.cache/awsrole
  fi
  [[ ${__awsrole_folder} == /* ]]
}

# epoch seconds into __awsrole_now; before bash 4.2 that takes a process
function __awsrole_clock {
  if [[ ${BASH_VERSINFO[0]} -gt 4 || (${BASH_VERSINFO[0]} -eq 4 && ${BASH_VERSINFO[1]} -ge 2) ]]; then
    \builtin printf -v __awsrole_now '%(%s)T' -1
  else
    __awsrole_now=$(\command date +%s)
  fi
}

# Whether the record's line $2 (`config STAMP PATH`) speaks of the file $3 as it is: a stamp has exactly the time of
# change that the file had when it was read, so the file must be neither newer nor older.
function __awsrole_is_same {
  \builtin local __awsrole_stamp
  __awsrole_stamp=${2#"$1 "}
  [[ ${__awsrole_stamp} == *" $3" && ${__awsrole_stamp#* } == "$3" ]] || \builtin return 1
  __awsrole_stamp=${__awsrole_stamp%% *}
  case "${__awsrole_stamp}" in
    -) [[ ! -e $3 && ! -L $3 ]] ;;
    '' | *[!0-9a-f]*) \builtin return 1 ;;
    *)
      __awsrole_stamp=${__awsrole_folder}/stamps/${__awsrole_stamp}
      [[ -O ${__awsrole_stamp} && -e $3 && ! $3 -nt ${__awsrole_stamp} && ! $3 -ot ${__awsrole_stamp} ]]
      ;;
  esac
}

# activates __awsrole_values as profile $1
function __awsrole_set {
  \builtin local __awsrole_previous="${AWSROLE_PROFILE-}"
  if [[ -z ${__awsrole_previous} || ${__awsrole_previous} == "$1" ]]; then
    __awsrole_previous=${AWSROLE_PREVIOUS-}
  fi
  __awsrole_unset
  \builtin export "${__awsrole_values[@]}"
  if [[ -n ${__awsrole_previous} ]]; then
    \builtin export AWSROLE_PREVIOUS="${__awsrole_previous}"
  fi
}

# takes out what `use` sets, and the leftovers of other tools that would outrank it; the shell's own region stays
function __awsrole_unset {
  if [[ -n ${AWSROLE_REGION-} ]]; then
    if [[ ${AWS_REGION-} == "${AWSROLE_REGION}" ]]; then \builtin unset AWS_REGION; fi
    if [[ ${AWS_DEFAULT_REGION-} == "${AWSROLE_REGION}" ]]; then \builtin unset AWS_DEFAULT_REGION; fi
  fi
  \builtin unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION \
    AWSROLE_PROFILE AWSROLE_ACCOUNT_ID AWSROLE_ROLE_ARN AWSROLE_EXPIRES AWSROLE_COLOR AWSROLE_KEY AWSROLE_REGION \
    AWSROLE_PREVIOUS AWSUME_PROFILE \
    AWS_PROFILE AWS_DEFAULT_PROFILE AWS_EB_PROFILE AWS_SECURITY_TOKEN EC2_SECURITY_TOKEN AWS_SESSION_EXPIRATION \
    AWS_CREDENTIAL_FILE AWSUME_EXPIRATION AWSUME_COMMAND AWS_VAULT AWSU_PROFILE AWSU_EXPIRES AWSRUNAS_PROFILE \
    SAML2AWS_PROFILE ASSUMED_ROLE AWS_SSO AWS_SSO_PROFILE AWS_SSO_ACCOUNT_ID AWS_SSO_ROLE_NAME AWS_SSO_ROLE_ARN \
    AWS_SSO_SESSION_EXPIRATION AWS_SSO_DEFAULT_REGION GRANTED_SSO GRANTED_SSO_START_URL GRANTED_SSO_ROLE_NAME \
    GRANTED_SSO_REGION GRANTED_SSO_ACCOUNT_ID GRANTED_COMMAND AWS_CONTAINER_CREDENTIALS_FULL_URI \
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI AWS_CONTAINER_AUTHORIZATION_TOKEN \
    AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE AWS_ROLE_ARN AWS_ROLE_SESSION_NAME AWS_WEB_IDENTITY_TOKEN_FILE \
    AWSROLE_RESOLVING
}

# Before each prompt: the segment, and a renewal when little time is left. Nothing is done while no profile is active.
function __awsrole_precmd {
  \builtin local __awsrole_status="$?"
  if [[ -n ${AWSROLE_PROFILE-} ]]; then
    \builtin local __awsrole_now __awsrole_left=''
    __awsrole_clock
    case "${AWSROLE_EXPIRES-}" in
      '' | *[!0-9]* | ?????????????*) ;;
      *)
        __awsrole_left=$((10#${AWSROLE_EXPIRES} - __awsrole_now))
        if [[ ${__awsrole_left} -lt 300 ]]; then __awsrole_refresh; fi
        ;;
    esac
  fi
  if [[ -n ${AWSROLE_PROFILE-} && ${AWSROLE_PROMPT-} != off ]]; then
    __awsrole_segment
  elif [[ -n ${awsrole_prompt-} ]]; then
    awsrole_prompt=''
  fi
  __awsrole_prefix=''
  # empty is auto, and any other word is manual
  if [[ ${AWSROLE_PROMPT:-auto} == auto && ${PS1-} != *awsrole_prompt* ]]; then
    __awsrole_prefix=${awsrole_prompt-}
    if [[ ${PS1-} != *__awsrole_prefix* ]] && \builtin shopt -q promptvars; then
      # shellcheck disable=SC2016 # bash expands it at each prompt, and what it holds is not expanded again
      PS1='${__awsrole_prefix-}'${PS1-}
    fi
  fi
  \builtin return "${__awsrole_status}"
}

# Renews the active session in the background, without a question; the record it leaves is picked up at a later
# prompt. Only keys that awsrole set itself are replaced, and only by those of the same role.
function __awsrole_refresh {
  [[ ${AWSROLE_REFRESH-on} != off && ${AWSROLE_CACHE:-on} == on && -n ${AWSROLE_KEY-} && ${AWS_ACCESS_KEY_ID-} == "${AWSROLE_KEY}" && ${AWSROLE_PROFILE} != -* ]] ||
    \builtin return 0
  \builtin local -a __awsrole_values
  \builtin local __awsrole_line
  if __awsrole_read "${AWSROLE_PROFILE}"; then
    for __awsrole_line in "${__awsrole_values[@]}"; do
      case "${__awsrole_line}" in
        AWSROLE_ROLE_ARN=*) [[ ${__awsrole_line#*=} == "${AWSROLE_ROLE_ARN-}" ]] || \builtin return 0 ;;
      esac
    done
    for __awsrole_line in "${__awsrole_values[@]}"; do
      case "${__awsrole_line}" in
        AWS_ACCESS_KEY_ID=* | AWS_SECRET_ACCESS_KEY=* | AWS_SESSION_TOKEN=* | AWS_CREDENTIAL_EXPIRATION=* | AWSROLE_KEY=*)
          \builtin export "${__awsrole_line?}"
          ;;
        AWSROLE_EXPIRES=*[!0-9]* | AWSROLE_EXPIRES=?????????????*) ;;
        AWSROLE_EXPIRES=*)
          \builtin export "${__awsrole_line?}"
          __awsrole_left=$((10#${__awsrole_line#*=} - __awsrole_now))
          ;;
      esac
    done
  elif [[ ${__awsrole_now} -ge ${__awsrole_retry-0} ]]; then
    __awsrole_retry=$((__awsrole_now + 60))
    (\command awsrole use --unattended "${AWSROLE_PROFILE}" </dev/null >/dev/null 2>&1 &)
  fi
}

# awsrole_prompt: `[dev 222233334444 57m] `. PS1 must hold it as a variable, in single quotes: what is in it is text.
# What awsrole itself puts there is __awsrole_prefix, so that a prompt of your own is never taken for ours.
function __awsrole_segment {
  \builtin local __awsrole_time='' __awsrole_mark='' __awsrole_dye='' __awsrole_alarm='' __awsrole_plain=''
  \builtin local __awsrole_name="${AWSROLE_PROFILE//[[:cntrl:]]/}" __awsrole_account="${AWSROLE_ACCOUNT_ID-}"
  __awsrole_account=${__awsrole_account//[!0-9]/}
  if [[ -z ${NO_COLOR-} && ${TERM-dumb} != dumb ]]; then
    if [[ ${__awsrole_dyed-} != "${AWSROLE_COLOR-}:${COLORTERM-}:${TERM-}" ]]; then __awsrole_dye; fi
    __awsrole_dye=${__awsrole_escape-}
    __awsrole_plain=$'\001\e[0m\002'
  fi
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
      __awsrole_alarm=$'\001\e[0;31m\002'
    elif [[ -n ${__awsrole_plain} && ${__awsrole_left} -lt 600 ]]; then
      __awsrole_alarm=$'\001\e[0;33m\002'
    fi
  fi
  if [[ ${AWS_ACCESS_KEY_ID-} != "${AWSROLE_KEY-}" ]]; then __awsrole_mark=' !key'; fi
  if [[ -n ${AWS_PROFILE+set}${AWS_DEFAULT_PROFILE+set} ]]; then __awsrole_mark="${__awsrole_mark} !AWS_PROFILE"; fi
  awsrole_prompt="${__awsrole_dye}[${__awsrole_name}${__awsrole_account:+ ${__awsrole_account}}"
  awsrole_prompt="${awsrole_prompt}${__awsrole_alarm}${__awsrole_time}"
  if [[ -n ${__awsrole_mark} && -n ${__awsrole_plain} ]]; then awsrole_prompt="${awsrole_prompt}"$'\001\e[0;1;31m\002'; fi
  awsrole_prompt="${awsrole_prompt}${__awsrole_mark}"
  if [[ -n ${__awsrole_alarm}${__awsrole_mark} ]]; then awsrole_prompt="${awsrole_prompt}${__awsrole_plain}${__awsrole_dye}"; fi
  awsrole_prompt="${awsrole_prompt}]${__awsrole_plain} "
}

# The escape sequence for AWSROLE_COLOR into __awsrole_escape: 24 bits where the terminal says so, else the nearest of
# 256 or 16. Kept until the colour or the terminal changes.
function __awsrole_dye {
  \builtin local LC_ALL=C __awsrole_hex="${AWSROLE_COLOR-}" __awsrole_red __awsrole_green __awsrole_blue
  __awsrole_dyed="${AWSROLE_COLOR-}:${COLORTERM-}:${TERM-}"
  __awsrole_escape=''
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
    truecolor:* | 24bit:* | *-direct) __awsrole_escape="38;2;${__awsrole_red};${__awsrole_green};${__awsrole_blue}" ;;
    *256color*) __awsrole_nearest_256 ;;
    *) __awsrole_nearest_16 ;;
  esac
  __awsrole_escape=$'\001\e['"${__awsrole_escape}"$'m\002'
}

# the xterm palette: a cube with the levels 0 95 135 175 215 255, and 24 greys from 8 to 238
function __awsrole_nearest_256 {
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
    __awsrole_escape="38;5;$((232 + __awsrole_grey))"
  else
    __awsrole_escape="38;5;$((16 + __awsrole_index))"
  fi
}

# eight hues; light ones are the bright half
function __awsrole_nearest_16 {
  \builtin local __awsrole_top="${__awsrole_red}" __awsrole_half
  if [[ ${__awsrole_green} -gt ${__awsrole_top} ]]; then __awsrole_top=${__awsrole_green}; fi
  if [[ ${__awsrole_blue} -gt ${__awsrole_top} ]]; then __awsrole_top=${__awsrole_blue}; fi
  __awsrole_half=$((__awsrole_top / 2 > 32 ? __awsrole_top / 2 : 32))
  __awsrole_escape=$((__awsrole_top > 191 ? 90 : 30))
  if [[ ${__awsrole_red} -gt ${__awsrole_half} ]]; then __awsrole_escape=$((__awsrole_escape + 1)); fi
  if [[ ${__awsrole_green} -gt ${__awsrole_half} ]]; then __awsrole_escape=$((__awsrole_escape + 2)); fi
  if [[ ${__awsrole_blue} -gt ${__awsrole_half} ]]; then __awsrole_escape=$((__awsrole_escape + 4)); fi
}

# takes everything of awsrole out of this shell but the active profile: `awsrole clear` first does that
function awsrole_unload {
  \builtin local __awsrole_index
  # shellcheck disable=SC2178,SC2128 # a string in older shells, an array in newer ones
  if [[ "$(\builtin declare -p PROMPT_COMMAND 2>/dev/null)" == 'declare -a'* ]]; then
    for __awsrole_index in "${!PROMPT_COMMAND[@]}"; do
      if [[ ${PROMPT_COMMAND[__awsrole_index]} == __awsrole_precmd ]]; then
        \builtin unset "PROMPT_COMMAND[${__awsrole_index}]"
      fi
    done
  elif [[ -n ${PROMPT_COMMAND-} ]]; then
    PROMPT_COMMAND=${PROMPT_COMMAND/#__awsrole_precmd/}
    PROMPT_COMMAND=${PROMPT_COMMAND#;}
  fi
  # shellcheck disable=SC2016
  PS1=${PS1/'${__awsrole_prefix-}'/}
  \builtin complete -r awsrole 2>/dev/null
  \builtin unset awsrole_prompt __awsrole_prefix __awsrole_dyed __awsrole_escape __awsrole_retry
  \builtin unset -f awsrole awsrole_unload __awsrole_change __awsrole_exec __awsrole_read __awsrole_find_folder \
    __awsrole_clock __awsrole_is_same __awsrole_set __awsrole_unset __awsrole_precmd __awsrole_refresh \
    __awsrole_segment __awsrole_dye __awsrole_nearest_256 __awsrole_nearest_16 __awsrole_install \
    __awsrole_complete __awsrole_offer_command __awsrole_split __awsrole_offer __awsrole_offer_values __awsrole_offer_options __awsrole_reply __awsrole_offer_names __awsrole_search
}

# puts the hook before whatever else runs ahead of the prompt, once
function __awsrole_install {
  \builtin local __awsrole_entry
  for __awsrole_entry in ${PROMPT_COMMAND[@]+"${PROMPT_COMMAND[@]}"}; do
    case ";${__awsrole_entry};" in *[\;[:space:]]__awsrole_precmd[\;[:space:]]*) \builtin return 0 ;; esac
  done
  # shellcheck disable=SC2178,SC2128 # a string in older shells, an array in newer ones
  if [[ "$(\builtin declare -p PROMPT_COMMAND 2>/dev/null)" == 'declare -a'* ]]; then
    PROMPT_COMMAND=(__awsrole_precmd ${PROMPT_COMMAND[@]+"${PROMPT_COMMAND[@]}"})
  else
    PROMPT_COMMAND="__awsrole_precmd${PROMPT_COMMAND:+;${PROMPT_COMMAND}}"
  fi
}

if [[ $- == *i* ]]; then
  if [[ ${AWSROLE_PROMPT-auto} == off && ${AWSROLE_REFRESH-on} == off ]]; then \true; else __awsrole_install; fi
fi
