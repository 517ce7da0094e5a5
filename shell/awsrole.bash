# shellcheck shell=bash
# awsrole for bash 3.2 and newer. In ~/.bashrc: eval "$(awsrole init bash)"
# `awsrole PROFILE`, `awsrole -` and `awsrole clear` act on this shell. A live session is read from the record that the
# program wrote, which starts no process. Loading this prints nothing.

# shellcheck disable=SC2034 # for common.sh
__awsrole_shell=bash

function awsrole {
  __awsrole_run "$@"
}

# Tells whether $1 is a program on the PATH.
function __awsrole_is_program {
  \builtin type -P -- "$1" >/dev/null
}

# Replaces this subshell with the command $@.
function __awsrole_become {
  \builtin exec "$@"
}

# Reads the record $1: its first four lines into __awsrole_word, __awsrole_config, __awsrole_credentials and
# __awsrole_calls, the lines between these and the last into __awsrole_values, and the clock into __awsrole_now. Fails
# unless the last line is `end`, after at least one such line, in at most 40.
function __awsrole_read_lines {
  \builtin local __awsrole_line __awsrole_last
  __awsrole_values=()
  {
    # a line of bash ends at a NUL byte, and the rest of it would be dropped without a sign
    \builtin read -r -d '' __awsrole_line <"$1" && \builtin return 1
    if [[ ${BASH_VERSINFO[0]} -ge 4 ]]; then
      \builtin mapfile -t -n 40 __awsrole_values <"$1"
    else
      while \builtin read -r __awsrole_line && [[ ${#__awsrole_values[@]} -lt 40 ]]; do
        __awsrole_values[${#__awsrole_values[@]}]=${__awsrole_line}
      done <"$1"
    fi
  } 2>/dev/null
  __awsrole_last=$((${#__awsrole_values[@]} - 1))
  [[ ${__awsrole_last} -gt 4 && ${__awsrole_values[__awsrole_last]} == end ]] || \builtin return 1
  __awsrole_word=${__awsrole_values[0]}
  __awsrole_config=${__awsrole_values[1]}
  __awsrole_credentials=${__awsrole_values[2]}
  __awsrole_calls=${__awsrole_values[3]}
  # to copy the others into another array would take longer
  \builtin unset '__awsrole_values[0]' '__awsrole_values[1]' '__awsrole_values[2]' '__awsrole_values[3]' "__awsrole_values[${__awsrole_last}]"
  __awsrole_read_clock
}

# Puts epoch seconds into __awsrole_now. Before bash 4.2 this takes a process.
function __awsrole_read_clock {
  if [[ ${BASH_VERSINFO[0]} -gt 4 || (${BASH_VERSINFO[0]} -eq 4 && ${BASH_VERSINFO[1]} -ge 2) ]]; then
    \builtin printf -v __awsrole_now '%(%s)T' -1
  else
    __awsrole_now=$(\command date +%s)
  fi
}

# Runs before each prompt. The segment in awsrole_prompt is for a PS1 of the user's own, which must refer to it as a
# variable, in single quotes, so that its value is text. awsrole itself puts __awsrole_prefix into PS1.
function __awsrole_precmd {
  \builtin local __awsrole_status="$?" __awsrole_open=$'\001\e[' __awsrole_close=$'m\002' __awsrole_now
  \builtin local __awsrole_time='' __awsrole_alarm='' __awsrole_mark='' __awsrole_shout='' __awsrole_end=''
  if [[ -n ${AWSROLE_PROFILE-} ]] && __awsrole_read_clock && __awsrole_make_segment; then
    # shellcheck disable=SC2154 # __awsrole_prepare sets these variables
    awsrole_prompt="${__awsrole_dye}${__awsrole_text}${__awsrole_alarm}${__awsrole_time}${__awsrole_shout}${__awsrole_mark}${__awsrole_end}"
  elif [[ -n ${awsrole_prompt-} ]]; then
    awsrole_prompt=''
  fi
  __awsrole_prefix=''
  # an empty value is auto, and every other word is manual
  if [[ ${AWSROLE_PROMPT:-auto} == auto && ${PS1-} != *awsrole_prompt* ]]; then
    __awsrole_prefix=${awsrole_prompt-}
    if [[ ${PS1-} != *__awsrole_prefix* ]] && \builtin shopt -q promptvars; then
      # shellcheck disable=SC2016 # bash expands it at each prompt, and does not expand its value again
      PS1='${__awsrole_prefix-}'${PS1-}
    fi
  fi
  \builtin return "${__awsrole_status}"
}

# Removes everything of awsrole from this shell except the active profile, which `awsrole clear` removes.
function awsrole_unload {
  \builtin local IFS=$' \t\n' __awsrole_word
  # shellcheck disable=SC2178,SC2128 # a string in older shells, an array in newer ones
  if [[ "$(\builtin declare -p PROMPT_COMMAND 2>/dev/null)" == 'declare -a'* ]]; then
    for __awsrole_word in "${!PROMPT_COMMAND[@]}"; do
      if [[ ${PROMPT_COMMAND[__awsrole_word]} == __awsrole_precmd ]]; then
        \builtin unset "PROMPT_COMMAND[${__awsrole_word}]"
      fi
    done
  elif [[ -n ${PROMPT_COMMAND-} ]]; then
    PROMPT_COMMAND=${PROMPT_COMMAND/#__awsrole_precmd/}
    PROMPT_COMMAND=${PROMPT_COMMAND#;}
  fi
  # shellcheck disable=SC2016
  PS1=${PS1/'${__awsrole_prefix-}'/}
  \builtin complete -r awsrole 2>/dev/null
  for __awsrole_word in $(\builtin declare -F); do
    case "${__awsrole_word}" in awsrole | awsrole_unload | __awsrole_*) \builtin unset -f "${__awsrole_word}" ;; esac
  done
  \builtin unset awsrole_prompt "${!__awsrole_@}"
}

# Puts the hook before the other commands that run before a prompt, once.
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
