# awsrole for zsh 5.0 and newer. In ~/.zshrc: eval "$(awsrole init zsh)"
# `awsrole PROFILE`, `awsrole -` and `awsrole clear` act on this shell. A live session is read from the record that the
# program wrote, which starts no process. Loading this prints nothing.

\builtin typeset -g __awsrole_shell=zsh

function awsrole {
  \builtin emulate -L zsh
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
# quotes. __awsrole_prefix has only our own escape sequences: its text comes from psvar, which zsh never expands.
function __awsrole_precmd {
  \builtin local __awsrole_status="$?" __awsrole_percent=''
  [[ -o prompt_percent ]] && __awsrole_percent=1
  \builtin emulate -L zsh
  \builtin local __awsrole_open=$'%{\e[' __awsrole_close='m%}' __awsrole_before="${__awsrole_prefix-}" __awsrole_now
  \builtin local __awsrole_time='' __awsrole_alarm='' __awsrole_mark='' __awsrole_shout='' __awsrole_end=''
  __awsrole_now=${(%):-%D{%s}}
  if [[ -n ${AWSROLE_PROFILE-} ]] && __awsrole_make_segment; then
    awsrole_prompt="${__awsrole_dye}${__awsrole_text//\%/%%}${__awsrole_alarm}${__awsrole_time}${__awsrole_shout}${__awsrole_mark}${__awsrole_end}"
    __awsrole_prefix="${__awsrole_dye}%41v${__awsrole_alarm}%42v${__awsrole_shout}%43v${__awsrole_end}"
    # the places 41 to 43 are far from those that users take
    psvar[41]=${__awsrole_text}
    psvar[42]=${__awsrole_time}
    psvar[43]=${__awsrole_mark}
  elif [[ -n ${awsrole_prompt-} ]]; then
    awsrole_prompt=''
    __awsrole_prefix=''
  fi
  # an empty value is auto, and every other word is manual
  if [[ ${AWSROLE_PROMPT:-auto} != auto ]]; then __awsrole_prefix=''; fi
  if [[ -n ${__awsrole_prefix-} ]]; then
    if [[ ${PROMPT-} != "${__awsrole_prefix}"* ]]; then __awsrole_draw; fi
  elif [[ -n ${__awsrole_before} ]]; then
    __awsrole_draw
  fi
  \builtin return "${__awsrole_status}"
}

# Puts __awsrole_prefix before a plain prompt, in the place of __awsrole_before. A prompt that a framework draws stays as
# it is: the README has the line for each framework.
function __awsrole_draw {
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

# Tells whether $1 is a function. The parameter module knows too, but loading it has hung shells under emulation.
function __awsrole_is_function {
  \builtin typeset -f "$1" >/dev/null
}

# Removes everything of awsrole from this shell except the active profile, which `awsrole clear` removes.
function awsrole_unload {
  \builtin emulate -L zsh
  if [[ -n ${__awsrole_prefix-} ]]; then PROMPT=${PROMPT#"${__awsrole_prefix}"}; fi
  precmd_functions=("${(@)precmd_functions:#__awsrole_precmd}")
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
