# awsrole for zsh 5.0 and newer. In ~/.zshrc: eval "$(awsrole init zsh)"
# `awsrole PROFILE`, `awsrole -` and `awsrole clear` act on this shell; a session that lives is taken from the record
# that the program left, without starting a process. Loading it prints nothing.

\unalias awsrole awsrole_unload 2>/dev/null || \true

function awsrole {
  \builtin emulate -L zsh
  case "${1-}" in
    (exec) __awsrole_exec "$@" ;;
    ('' | init | mfa | list | ls | status | why | logout | credential-process | console | switch-roles | sandbox | help | -h | --help | -v | --version)
      \command awsrole "$@"
      ;;
    (*) __awsrole_change "$@" ;;
  esac
  # said aloud: zsh lets a failure pass under -e that came up through two functions from an `||`
  \builtin return
}

# use and clear: what changes this shell
function __awsrole_change {
  \builtin emulate -L zsh
  \builtin local __awsrole_code __awsrole_word __awsrole_name=''
  \builtin local -a __awsrole_values
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
  if [[ ${ZSH_SUBSHELL} -gt 0 && -p /dev/fd/1 ]]; then
    \command awsrole "$@"
    \builtin return
  fi
  # Ctrl-C at the question is the program's: without this zsh drops the function, and its status is another
  \builtin trap : INT
  if [[ $1 == clear ]]; then
    if [[ $# -eq 1 ]]; then
      __awsrole_unset
      \builtin return 0
    fi
    __awsrole_code="$(\command awsrole "$@" --shell zsh)" || \builtin return
  else
    [[ $1 == use ]] && \builtin shift
    if [[ $# -eq 1 ]]; then
      case "$1" in
        (-) __awsrole_name=${AWSROLE_PREVIOUS-} ;;
        (-*) ;;
        (*) __awsrole_name=$1 ;;
      esac
      if __awsrole_read "${__awsrole_name}"; then
        __awsrole_set "${__awsrole_name}"
        \builtin return 0
      fi
    fi
    __awsrole_code="$(\command awsrole use --shell zsh "$@")" || \builtin return
  fi
  \builtin eval "${__awsrole_code}"
}

# exec PROFILE -- CMD with a session that lives: one fork, and the subshell becomes the command
function __awsrole_exec {
  \builtin emulate -L zsh
  \builtin local -a __awsrole_values
  if [[ $# -ge 4 && $3 == -- && $2 != -* ]] && \builtin whence -p -- "$4" >/dev/null && __awsrole_read "$2"; then
    (
      __awsrole_set "$2"
      \builtin shift 3
      # without `command` zsh would take a function or a builtin of that name
      \builtin exec \command -- "$@"
    )
  else
    \command awsrole "$@"
  fi
}

# Reads the record of profile $1 into __awsrole_values, NAME=value each; fails unless every line of it holds. It is
# data: nothing of it is evaluated. What cannot be decided here is for the program.
function __awsrole_read {
  \builtin emulate -L zsh
  \builtin local LC_ALL=C __awsrole_folder __awsrole_file __awsrole_line __awsrole_now __awsrole_rest
  \builtin local -a __awsrole_lines
  case "$1" in ('' | [.-]* | */* | *[[:cntrl:]]*) \builtin return 1 ;; esac
  [[ -z "${AWS_ENDPOINT_URL-}${AWS_ENDPOINT_URL_STS-}${AWS_ENDPOINT_URL_IAM-}${AWS_IGNORE_CONFIGURED_ENDPOINT_URLS-}" &&
    -z "${AWS_STS_REGIONAL_ENDPOINTS-}${AWS_USE_FIPS_ENDPOINT-}${AWS_USE_DUALSTACK_ENDPOINT-}" ]] || \builtin return 1
  __awsrole_find_folder || \builtin return 1
  __awsrole_file=${__awsrole_folder}/live/$1
  [[ -f ${__awsrole_file} && -O ${__awsrole_file} && -r ${__awsrole_file} && ! -L ${__awsrole_file} ]] || \builtin return 1
  # zsh reads a file this way by itself
  __awsrole_lines=("${(@f)$(<${__awsrole_file})}")
  [[ ${#__awsrole_lines} -ge 10 && ${#__awsrole_lines} -le 40 && ${__awsrole_lines[-1]} == end ]] || \builtin return 1

  # awsrole-live 1 FROM UNTIL
  __awsrole_line=${__awsrole_lines[1]}
  case "${__awsrole_line}" in
    ('awsrole-live 1 '[1-9]*' '[1-9]*) __awsrole_line=${__awsrole_line#awsrole-live 1 } ;;
    (*) \builtin return 1 ;;
  esac
  __awsrole_rest=${__awsrole_line#* }
  __awsrole_line=${__awsrole_line%% *}
  case "${__awsrole_line}${__awsrole_rest}" in (*[!0-9]* | ???????????????????????*) \builtin return 1 ;; esac
  __awsrole_now=${(%):-%D{%s}}
  [[ ${__awsrole_now} -ge ${__awsrole_line} && ${__awsrole_now} -lt ${__awsrole_rest} ]] || \builtin return 1

  __awsrole_is_same config "${__awsrole_lines[2]}" "${AWS_CONFIG_FILE:-${HOME-}/.aws/config}" || \builtin return 1
  __awsrole_is_same credentials "${__awsrole_lines[3]}" "${AWS_SHARED_CREDENTIALS_FILE:-${HOME-}/.aws/credentials}" || \builtin return 1

  case "${__awsrole_lines[4]}" in
    ('region own') ;;
    ('region none')
      # a region that a person gave to this shell stays, and decides where the calls go
      for __awsrole_line in "${AWS_REGION-}" "${AWS_DEFAULT_REGION-}"; do
        [[ -z ${__awsrole_line} || ${__awsrole_line} == "${AWSROLE_REGION-}" ]] || \builtin return 1
      done
      ;;
    (*) \builtin return 1 ;;
  esac

  __awsrole_values=("${(@)__awsrole_lines[5,-2]}")
  [[ ${__awsrole_values[1]} == AWS_ACCESS_KEY_ID=?* && ${__awsrole_values[2]} == AWS_SECRET_ACCESS_KEY=?* &&
    ${__awsrole_values[3]} == AWS_SESSION_TOKEN=?* && ${__awsrole_values[4]} == AWS_CREDENTIAL_EXPIRATION=?* &&
    ${__awsrole_values[5]} == "AWSROLE_PROFILE=$1" && ${(j::)__awsrole_values} != *[[:cntrl:]]* ]] || \builtin return 1
  # these five come once: no second one may put the key of one session beside the secret of another
  for __awsrole_line in "${(@)__awsrole_values[6,-1]}"; do
    case "${__awsrole_line}" in
      (AWS_REGION=?* | AWS_DEFAULT_REGION=?* | AWSROLE_ACCOUNT_ID=?* | AWSROLE_ROLE_ARN=?* | AWSROLE_EXPIRES=?*) ;;
      (AWSROLE_COLOR=?* | AWSROLE_KEY=?* | AWSROLE_REGION=?* | AWSUME_PROFILE=?*) ;;
      (*) \builtin return 1 ;;
    esac
  done
}

# the cache folder, by the program's rule, into __awsrole_folder
function __awsrole_find_folder {
  \builtin emulate -L zsh
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

# Whether the record's line $2 (`config STAMP PATH`) speaks of the file $3 as it is: a stamp has exactly the time of
# change that the file had when it was read, so the file must be neither newer nor older.
function __awsrole_is_same {
  \builtin emulate -L zsh
  \builtin local __awsrole_stamp
  __awsrole_stamp=${2#"$1 "}
  [[ ${__awsrole_stamp} == *" $3" && ${__awsrole_stamp#* } == "$3" ]] || \builtin return 1
  __awsrole_stamp=${__awsrole_stamp%% *}
  case "${__awsrole_stamp}" in
    (-) [[ ! -e $3 && ! -L $3 ]] ;;
    ('' | *[!0-9a-f]*) \builtin return 1 ;;
    (*)
      __awsrole_stamp=${__awsrole_folder}/stamps/${__awsrole_stamp}
      [[ -O ${__awsrole_stamp} && -e $3 && ! $3 -nt ${__awsrole_stamp} && ! $3 -ot ${__awsrole_stamp} ]]
      ;;
  esac
}

# activates __awsrole_values as profile $1
function __awsrole_set {
  \builtin emulate -L zsh
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
  \builtin emulate -L zsh
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
  \builtin local __awsrole_status="$?" __awsrole_percent=''
  [[ -o prompt_percent ]] && __awsrole_percent=1
  \builtin emulate -L zsh
  \builtin local __awsrole_now __awsrole_left='' __awsrole_before="${__awsrole_prefix-}"
  if [[ -n ${AWSROLE_PROFILE-} ]]; then
    __awsrole_now=${(%):-%D{%s}}
    case "${AWSROLE_EXPIRES-}" in
      ('' | *[!0-9]* | ?????????????*) ;;
      (*)
        __awsrole_left=$((10#${AWSROLE_EXPIRES} - __awsrole_now))
        if [[ ${__awsrole_left} -lt 300 ]]; then __awsrole_refresh; fi
        ;;
    esac
  fi
  if [[ -n ${AWSROLE_PROFILE-} && ${AWSROLE_PROMPT-} != off ]]; then
    __awsrole_segment
  elif [[ -n ${awsrole_prompt-} ]]; then
    awsrole_prompt=''
    __awsrole_prefix=''
  fi
  # empty is auto, and any other word is manual
  if [[ ${AWSROLE_PROMPT:-auto} != auto ]]; then __awsrole_prefix=''; fi
  if [[ -n ${__awsrole_prefix-} ]]; then
    if [[ ${PROMPT-} != "${__awsrole_prefix}"* ]]; then __awsrole_draw; fi
  elif [[ -n ${__awsrole_before} ]]; then
    __awsrole_draw
  fi
  \builtin return "${__awsrole_status}"
}

# Puts __awsrole_prefix before a plain prompt, in the place of __awsrole_before. A prompt that a framework draws is left
# alone: the README shows the line for each.
function __awsrole_draw {
  \builtin emulate -L zsh
  \builtin local __awsrole_prompt="${PROMPT-}"
  if [[ -n ${__awsrole_before} && ${__awsrole_prompt} == "${__awsrole_before}"* ]]; then
    __awsrole_prompt=${__awsrole_prompt#"${__awsrole_before}"}
  elif [[ -z ${__awsrole_percent} || ${__awsrole_prompt} == *$'\n'* ||
    ${__awsrole_prompt}${RPROMPT-} == *awsrole_prompt* ||
    -n ${STARSHIP_SHELL-}${ZSH_THEME-}${POSH_SHELL-}${P9K_VERSION-}${prompt_theme-} ]] || __awsrole_is_function prompt_pure_setup; then
    \builtin return 0
  fi
  PROMPT=${__awsrole_prefix}${__awsrole_prompt}
}

# without the parameter module, whose loading has hung shells under emulation
function __awsrole_is_function {
  \builtin typeset -f "$1" >/dev/null
}

# Renews the active session in the background, without a question; the record it leaves is picked up at a later
# prompt. Only keys that awsrole set itself are replaced, and only by those of the same role.
function __awsrole_refresh {
  \builtin emulate -L zsh
  [[ ${AWSROLE_REFRESH-on} != off && ${AWSROLE_CACHE:-on} == on && -n ${AWSROLE_KEY-} && ${AWS_ACCESS_KEY_ID-} == "${AWSROLE_KEY}" && ${AWSROLE_PROFILE} != -* ]] ||
    \builtin return 0
  \builtin local -a __awsrole_values
  \builtin local __awsrole_line
  if __awsrole_read "${AWSROLE_PROFILE}"; then
    for __awsrole_line in "${__awsrole_values[@]}"; do
      case "${__awsrole_line}" in
        (AWSROLE_ROLE_ARN=*) [[ ${__awsrole_line#*=} == "${AWSROLE_ROLE_ARN-}" ]] || \builtin return 0 ;;
      esac
    done
    for __awsrole_line in "${__awsrole_values[@]}"; do
      case "${__awsrole_line}" in
        (AWS_ACCESS_KEY_ID=* | AWS_SECRET_ACCESS_KEY=* | AWS_SESSION_TOKEN=* | AWS_CREDENTIAL_EXPIRATION=* | AWSROLE_KEY=*)
          \builtin export "${__awsrole_line}"
          ;;
        (AWSROLE_EXPIRES=*[!0-9]* | AWSROLE_EXPIRES=?????????????*) ;;
        (AWSROLE_EXPIRES=*)
          \builtin export "${__awsrole_line}"
          __awsrole_left=$((10#${__awsrole_line#*=} - __awsrole_now))
          ;;
      esac
    done
  elif [[ ${__awsrole_now} -ge ${__awsrole_retry-0} ]]; then
    \builtin typeset -g __awsrole_retry="$((__awsrole_now + 60))"
    (\command awsrole use --unattended "${AWSROLE_PROFILE}" </dev/null >/dev/null 2>&1 &)
  fi
}

# The segment `[dev 222233334444 57m] `. awsrole_prompt is for a PROMPT of your own, with prompt_subst and in single
# quotes. In __awsrole_prefix only our own escape sequences stand: the text comes through psvar, which nothing expands.
function __awsrole_segment {
  \builtin emulate -L zsh
  \builtin local __awsrole_time='' __awsrole_mark='' __awsrole_dye='' __awsrole_alarm='' __awsrole_plain='' __awsrole_shout=''
  \builtin local __awsrole_text="${AWSROLE_PROFILE//[[:cntrl:]]/}" __awsrole_account="${AWSROLE_ACCOUNT_ID-}"
  __awsrole_account=${__awsrole_account//[!0-9]/}
  __awsrole_text="[${__awsrole_text}${__awsrole_account:+ ${__awsrole_account}}"
  if [[ -z ${NO_COLOR-} && ${TERM-dumb} != dumb ]]; then
    if [[ ${__awsrole_dyed-} != "${AWSROLE_COLOR-}:${COLORTERM-}:${TERM-}" ]]; then __awsrole_dye; fi
    __awsrole_dye=${__awsrole_escape-}
    __awsrole_plain=$'%{\e[0m%}'
  fi
  if [[ -n ${__awsrole_left} ]]; then
    if [[ ${__awsrole_left} -le 0 ]]; then
      __awsrole_time=' expired'
    elif [[ ${__awsrole_left} -lt 60 ]]; then
      __awsrole_time=' <1m'
    elif [[ ${__awsrole_left} -lt 3600 ]]; then
      __awsrole_time=" $((__awsrole_left / 60))m"
    else
      __awsrole_time=" $((__awsrole_left / 3600))h${(l:2::0:)$((__awsrole_left % 3600 / 60))}m"
    fi
    if [[ -n ${__awsrole_plain} && ${__awsrole_left} -le 0 ]]; then
      __awsrole_alarm=$'%{\e[0;31m%}'
    elif [[ -n ${__awsrole_plain} && ${__awsrole_left} -lt 600 ]]; then
      __awsrole_alarm=$'%{\e[0;33m%}'
    fi
  fi
  if [[ ${AWS_ACCESS_KEY_ID-} != "${AWSROLE_KEY-}" ]]; then __awsrole_mark=' !key'; fi
  if [[ -n ${AWS_PROFILE+set}${AWS_DEFAULT_PROFILE+set} ]]; then __awsrole_mark="${__awsrole_mark} !AWS_PROFILE"; fi
  if [[ -n ${__awsrole_mark} && -n ${__awsrole_plain} ]]; then __awsrole_shout=$'%{\e[0;1;31m%}'; fi
  \builtin local __awsrole_end="]${__awsrole_plain} "
  if [[ -n ${__awsrole_alarm}${__awsrole_shout} ]]; then __awsrole_end="${__awsrole_plain}${__awsrole_dye}${__awsrole_end}"; fi
  \builtin typeset -g awsrole_prompt="${__awsrole_dye}${__awsrole_text//\%/%%}${__awsrole_alarm}${__awsrole_time}${__awsrole_shout}${__awsrole_mark}${__awsrole_end}"
  # the places 41 to 43 of psvar: far from those that people use
  psvar[41]=${__awsrole_text}
  psvar[42]=${__awsrole_time}
  psvar[43]=${__awsrole_mark}
  \builtin typeset -g __awsrole_prefix="${__awsrole_dye}%41v${__awsrole_alarm}%42v${__awsrole_shout}%43v${__awsrole_end}"
}

# The escape sequence for AWSROLE_COLOR into __awsrole_escape: 24 bits where the terminal says so, else the nearest of
# 256 or 16. Kept until the colour or the terminal changes.
function __awsrole_dye {
  \builtin emulate -L zsh
  \builtin local LC_ALL=C __awsrole_hex="${AWSROLE_COLOR-}" __awsrole_red __awsrole_green __awsrole_blue
  \builtin typeset -g __awsrole_dyed="${AWSROLE_COLOR-}:${COLORTERM-}:${TERM-}" __awsrole_escape=''
  __awsrole_hex=${__awsrole_hex#\#}
  case "${__awsrole_hex}" in
    (*[!0-9A-Fa-f]*) \builtin return 0 ;;
    (???) __awsrole_hex=${__awsrole_hex[1]}${__awsrole_hex[1]}${__awsrole_hex[2]}${__awsrole_hex[2]}${__awsrole_hex[3]}${__awsrole_hex[3]} ;;
    (??????) ;;
    (*) \builtin return 0 ;;
  esac
  __awsrole_red=$((16#${__awsrole_hex[1,2]}))
  __awsrole_green=$((16#${__awsrole_hex[3,4]}))
  __awsrole_blue=$((16#${__awsrole_hex[5,6]}))
  case "${COLORTERM-}:${TERM-}" in
    (truecolor:* | 24bit:* | *-direct) __awsrole_escape="38;2;${__awsrole_red};${__awsrole_green};${__awsrole_blue}" ;;
    (*256color*) __awsrole_nearest_256 ;;
    (*) __awsrole_nearest_16 ;;
  esac
  __awsrole_escape=$'%{\e['"${__awsrole_escape}"'m%}'
}

# the xterm palette: a cube with the levels 0 95 135 175 215 255, and 24 greys from 8 to 238
function __awsrole_nearest_256 {
  \builtin emulate -L zsh
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
  \builtin emulate -L zsh
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
  \builtin emulate -L zsh
  if [[ -n ${__awsrole_prefix-} ]]; then PROMPT=${PROMPT#"${__awsrole_prefix}"}; fi
  precmd_functions=("${(@)precmd_functions:#__awsrole_precmd}")
  if __awsrole_is_function _awsrole; then
    if __awsrole_is_function compdef; then compdef -d awsrole; fi
    \builtin unset -f _awsrole __awsrole_offer __awsrole_offer_names __awsrole_search
  fi
  if [[ ${#psvar} -ge 41 ]]; then psvar[41,43]=(); fi
  \builtin unset awsrole_prompt __awsrole_prefix __awsrole_dyed __awsrole_escape __awsrole_retry
  \builtin unset -f __awsrole_change __awsrole_exec __awsrole_read __awsrole_find_folder __awsrole_is_same __awsrole_set \
    __awsrole_unset __awsrole_precmd __awsrole_draw __awsrole_is_function __awsrole_refresh __awsrole_segment __awsrole_dye \
    __awsrole_nearest_256 __awsrole_nearest_16 __awsrole_install awsrole awsrole_unload
}

# in a function, where the options are zsh's own: with ksh_arrays a person's hooks would be lost
function __awsrole_install {
  \builtin emulate -L zsh
  \builtin typeset -ga precmd_functions
  # taken out first: loading twice must not run the hook twice
  precmd_functions=("${(@)precmd_functions:#__awsrole_precmd}" __awsrole_precmd)
}

if [[ -o interactive && "${AWSROLE_PROMPT-auto}:${AWSROLE_REFRESH-on}" != off:off ]]; then __awsrole_install; fi
