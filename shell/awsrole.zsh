# awsrole for zsh 5.0 and newer. In ~/.zshrc: eval "$(awsrole init zsh)"
# `awsrole PROFILE`, `awsrole -` and `awsrole clear` act on this shell. A live session is read from the record that the
# program wrote, which starts no process. Loading this prints nothing.

\builtin typeset -g __awsrole_shell=zsh

function awsrole {
  \builtin emulate -L zsh
  # without the hook, which makes the text again, the prompt must not show the session that was there before
  if [[ -n ${psvar[41]-} ]]; then psvar[41]=''; fi
  __awsrole_run "$@"
  # explicit: under -e, zsh ignores a failure that two functions pass on from an `||`
  \builtin return
}

# Tells whether $1 is a program on the PATH.
function __awsrole_is_program {
  \builtin whence -p -- "$1" >/dev/null
}

# Replaces this subshell with the command $@.
function __awsrole_become {
  # without `command` zsh would take a function or a builtin of that name; zsh 5.0 would take a `--` for the command
  \builtin exec \command "$@"
}

# Reads the record $1: its first four lines into __awsrole_word, __awsrole_config, __awsrole_credentials and
# __awsrole_calls, the lines between these and the last into __awsrole_values, and the clock into __awsrole_now. Fails
# unless the last line is `end`, after at least one such line, in at most 40.
function __awsrole_read_lines {
  # zsh reads a file in this way without a process
  __awsrole_values=("${(@f)$(<$1)}")
  [[ ${#__awsrole_values} -gt 5 && ${#__awsrole_values} -le 40 && ${__awsrole_values[-1]} == end ]] || \builtin return 1
  __awsrole_word=${__awsrole_values[1]}
  __awsrole_config=${__awsrole_values[2]}
  __awsrole_credentials=${__awsrole_values[3]}
  __awsrole_calls=${__awsrole_values[4]}
  __awsrole_values=("${(@)__awsrole_values[5,-2]}")
  __awsrole_now=${(%):-%D{%s}}
}

# Runs before each prompt. The segment in awsrole_prompt is for a PROMPT of the user's own, with prompt_subst and in single
# quotes. awsrole itself puts a block into PROMPT that has only our own escape sequences: its text comes from psvar, which
# zsh reads when it draws the prompt and never expands. While psvar[41] is empty the block draws nothing, also in a copy of
# PROMPT and in a child shell.
function __awsrole_precmd {
  \builtin local __awsrole_status="$?" __awsrole_percent=''
  [[ -o prompt_percent ]] && __awsrole_percent=1
  \builtin emulate -L zsh
  \builtin local __awsrole_open=$'%{\e[' __awsrole_close='m%}' __awsrole_block='' __awsrole_now
  \builtin local __awsrole_time='' __awsrole_alarm='' __awsrole_mark='' __awsrole_shout='' __awsrole_end=''
  __awsrole_now=${(%):-%D{%s}}
  if [[ -n ${AWSROLE_PROFILE-} ]] && __awsrole_make_segment; then
    awsrole_prompt="${__awsrole_dye}${__awsrole_text//\%/%%}${__awsrole_alarm}${__awsrole_time}${__awsrole_shout}${__awsrole_mark}${__awsrole_end}"
    # an empty value is auto, and every other word is manual
    if [[ ${AWSROLE_PROMPT:-auto} == auto ]]; then
      __awsrole_block="%(41V.${__awsrole_dye}%41v${__awsrole_alarm}%42v${__awsrole_shout}%43v${__awsrole_end}.)"
    fi
  elif [[ -n ${awsrole_prompt-} ]]; then
    awsrole_prompt=''
  fi
  # the places 41 to 43 are far from those that users take
  if [[ -n ${__awsrole_block} ]]; then
    psvar[41]=${__awsrole_text}
    psvar[42]=${__awsrole_time}
    psvar[43]=${__awsrole_mark}
    # to search the prompt each time would take longer
    if [[ ${PROMPT-}${RPROMPT-}${__awsrole_block} != "${__awsrole_known-}" ]]; then __awsrole_place; fi
    if [[ -n ${__awsrole_own} ]]; then psvar[41]=''; fi
  elif [[ -n ${psvar[41]-} ]]; then
    psvar[41]=''
  fi
  if [[ ${precmd_functions[-1]-} != __awsrole_precmd ]]; then __awsrole_go_last; fi
  \builtin return "${__awsrole_status}"
}

# Puts __awsrole_block in the place of an earlier block, which has other colours, or before a prompt without one, after the
# empty lines at its start. __awsrole_own is set if the user has put the segment into a prompt.
function __awsrole_place {
  \builtin local __awsrole_first="${PROMPT%%[^$'\n']*}"
  \builtin typeset -g __awsrole_own='' __awsrole_known
  if [[ ${PROMPT-}${RPROMPT-} == *awsrole_prompt* ]]; then
    __awsrole_own=1
  elif [[ ${PROMPT} == *'%(41V.'*' .)'* ]]; then
    PROMPT=${(S)PROMPT//'%(41V.'*' .)'/${__awsrole_block}}
  elif [[ -n ${__awsrole_percent} ]] && __awsrole_is_plain; then
    PROMPT=${__awsrole_first}${__awsrole_block}${PROMPT#"${__awsrole_first}"}
  fi
  __awsrole_known=${PROMPT-}${RPROMPT-}${__awsrole_block}
}

# Tells whether awsrole may put its block before the prompt. These frameworks draw the session themselves or change the
# prompt behind the hook: docs/prompts.md has the line for each.
function __awsrole_is_plain {
  [[ ${STARSHIP_SHELL-} != zsh && -z ${POSH_SHELL-}${P9K_VERSION-} ]] && ! __awsrole_is_function prompt_pure_setup
}

# Moves the hook behind those of tools that were loaded later. Those run after this one at this prompt too, so the hook runs
# once more: zsh runs a scheduled command after the hooks and before it draws the prompt.
function __awsrole_go_last {
  precmd_functions=("${(@)precmd_functions:#__awsrole_precmd}" __awsrole_precmd)
  \builtin sched +0 __awsrole_precmd
}

# Puts into __awsrole_word how the segment comes into the prompt of an interactive shell, for `awsrole status`.
function __awsrole_find_place {
  [[ -o interactive ]] || \builtin return 0
  case "${AWSROLE_PROMPT:-auto}:${PROMPT-}${RPROMPT-}" in
    off:*) __awsrole_word=off ;;
    *:*awsrole_prompt*) __awsrole_word=own ;;
    auto:*'%(41V.'*) __awsrole_word=auto ;;
    auto:*) if __awsrole_is_plain; then __awsrole_word=auto; else __awsrole_word=none; fi ;;
    *) __awsrole_word=none ;;
  esac
}

# Tells whether $1 is a function. The parameter module knows too, but loading it has hung shells under emulation.
function __awsrole_is_function {
  \builtin typeset -f "$1" >/dev/null
}

# Removes everything of awsrole from this shell except the active profile, which `awsrole clear` removes.
function awsrole_unload {
  \builtin emulate -L zsh
  if [[ ${PROMPT-} == *'%(41V.'* ]]; then PROMPT=${(S)PROMPT//'%(41V.'*' .)'/}; fi
  precmd_functions=("${(@)precmd_functions:#__awsrole_(precmd|register)}")
  if __awsrole_is_function _awsrole; then
    if __awsrole_is_function compdef; then compdef -d awsrole; fi
    \builtin unset -f _awsrole
  fi
  if [[ ${#psvar} -ge 41 ]]; then psvar[41,43]=(); fi
  \builtin unset awsrole_prompt
  \builtin unset -m '__awsrole_*'
  \builtin unset -f awsrole awsrole_unload
  \builtin unset -f -m '__awsrole_*'
}

# This is a function because in it the options are zsh's own: with ksh_arrays the user's hooks would be lost.
function __awsrole_install {
  \builtin emulate -L zsh
  \builtin typeset -ga precmd_functions
  # removed first, so that loading twice does not run the hook twice
  precmd_functions=("${(@)precmd_functions:#__awsrole_precmd}" __awsrole_precmd)
}

if [[ -o interactive && "${AWSROLE_PROMPT-auto}:${AWSROLE_REFRESH-on}" != off:off ]]; then __awsrole_install; fi
