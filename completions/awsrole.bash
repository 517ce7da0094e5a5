# shellcheck shell=bash
# Completion of awsrole for bash 3.2 and newer: loaded by `awsrole init bash`, or by bash-completion from its folder.
# Profile names and the typed line are data and are never evaluated.

function __awsrole_complete {
  \builtin local IFS=$' \t\n' __awsrole_text='' __awsrole_quote='' __awsrole_command='' __awsrole_second='' __awsrole_option='' __awsrole_late='' __awsrole_at=0 __awsrole_word
  \builtin local -a __awsrole_words
  __awsrole_words=()
  COMPREPLY=()
  __awsrole_split
  # __awsrole_words: the complete words before the cursor; __awsrole_text: the word at the cursor, without its quotes
  for __awsrole_word in ${__awsrole_words[@]+"${__awsrole_words[@]:1}"}; do
    if [[ -n ${__awsrole_option} ]]; then
      # the value of the option before it
      __awsrole_option=''
      continue
    fi
    case "${__awsrole_word}" in
      --)
        __awsrole_offer_command
        \builtin return 0
        ;;
      # generated: valued-options
      --duration | --region | --session-name | --code | --min-left | --shell | --format | --service | --url | --from | --to | --base | --source | --partition | --account)
        # end generated
        __awsrole_option=${__awsrole_word}
        __awsrole_late=1
        ;;
      -?*) __awsrole_late=1 ;;
      *)
        # after an option, the first other word is the profile to use, not a command
        if [[ ${__awsrole_at} -eq 0 && -n ${__awsrole_late} ]]; then
          __awsrole_command=use
          __awsrole_at=1
        elif [[ ${__awsrole_at} -eq 0 ]]; then
          __awsrole_command=${__awsrole_word}
        elif [[ ${__awsrole_at} -eq 1 && -z ${__awsrole_late} ]]; then
          __awsrole_second=${__awsrole_word}
        fi
        __awsrole_at=$((__awsrole_at + 1))
        ;;
    esac
  done
  if [[ -n ${__awsrole_option} ]]; then
    __awsrole_offer_values
  elif [[ ${__awsrole_text} == -* ]]; then
    __awsrole_offer_options
  elif [[ ${__awsrole_at} -eq 0 || "${__awsrole_at} ${__awsrole_command}" == '1 help' ]]; then
    if [[ -z ${__awsrole_late} ]]; then
      # generated: commands
      __awsrole_offer use clear init exec console mfa list status why logout credential-process switch-roles sandbox
      # end generated
    fi
    if [[ ${__awsrole_at} -eq 0 ]]; then __awsrole_offer_names; fi
  elif [[ ${__awsrole_at} -eq 1 ]]; then
    case "${__awsrole_command}" in
      # generated: positionals
      use | exec | console | why | credential-process) __awsrole_offer_names ;;
      init) __awsrole_offer bash zsh fish ;;
        # end generated
    esac
    if [[ -z ${__awsrole_late} ]]; then
      case "${__awsrole_command}" in
        # generated: subcommands
        mfa) __awsrole_offer status ;;
        switch-roles) __awsrole_offer export import ;;
        sandbox) __awsrole_offer code ;;
          # end generated
      esac
    fi
  else
    case "${__awsrole_command}" in
      # generated: positionals-of-subcommands
      switch-roles)
        case "${__awsrole_second}" in
          export) __awsrole_offer_names ;;
        esac
        ;;
        # end generated
    esac
  fi
}

# Completes the command line after exec … --, with bash-completion if that is loaded. Otherwise the first word is a
# command, and bash itself offers files for the others.
function __awsrole_offer_command {
  \builtin local __awsrole_word __awsrole_with __awsrole_index=1
  for __awsrole_with in _comp_command_offset _command_offset; do
    \builtin declare -F "${__awsrole_with}" >/dev/null || continue
    while [[ ${__awsrole_index} -lt ${COMP_CWORD} && ${COMP_WORDS[__awsrole_index]} != -- ]]; do
      __awsrole_index=$((__awsrole_index + 1))
    done
    if [[ ${__awsrole_index} -lt ${COMP_CWORD} ]]; then "${__awsrole_with}" "$((__awsrole_index + 1))"; fi
    \builtin return 0
  done
  if [[ ${__awsrole_words[${#__awsrole_words[@]} - 1]} == -- && ${__awsrole_text} != */* ]]; then
    while IFS='' \builtin read -r __awsrole_word; do
      if [[ -n ${__awsrole_word} ]]; then __awsrole_reply "${__awsrole_word}"; fi
    done <<<"$(\builtin compgen -c -- "${__awsrole_text}")"
  fi
}

# Splits the line up to the cursor as bash would, without expanding anything: COMP_WORDS breaks words at colons.
function __awsrole_split {
  \builtin local LC_ALL=C __awsrole_line __awsrole_char __awsrole_index __awsrole_has=''
  __awsrole_line=${COMP_LINE:0:COMP_POINT}
  for ((__awsrole_index = 0; __awsrole_index < ${#__awsrole_line}; __awsrole_index++)); do
    __awsrole_char=${__awsrole_line:__awsrole_index:1}
    case "${__awsrole_quote}${__awsrole_char}" in
      "'") __awsrole_quote="'" __awsrole_has=1 ;;
      "''") __awsrole_quote='' ;;
      "'"*) __awsrole_text=${__awsrole_text}${__awsrole_char} ;;
      '"') __awsrole_quote='"' __awsrole_has=1 ;;
      '""') __awsrole_quote='' ;;
      \\ | '"'\\)
        __awsrole_index=$((__awsrole_index + 1))
        __awsrole_text=${__awsrole_text}${__awsrole_line:__awsrole_index:1}
        __awsrole_has=1
        ;;
      '"'*) __awsrole_text=${__awsrole_text}${__awsrole_char} ;;
      ' ' | $'\t')
        if [[ -n ${__awsrole_has} ]]; then __awsrole_words[${#__awsrole_words[@]}]=${__awsrole_text}; fi
        __awsrole_text='' __awsrole_has=''
        ;;
      ';' | '|' | '&' | '(')
        # another command begins
        __awsrole_words=() __awsrole_text='' __awsrole_has=''
        ;;
      *) __awsrole_text=${__awsrole_text}${__awsrole_char} __awsrole_has=1 ;;
    esac
  done
}

function __awsrole_offer {
  \builtin local __awsrole_word
  for __awsrole_word in "$@"; do
    __awsrole_reply "${__awsrole_word}"
  done
}

# Offers the values of __awsrole_option.
function __awsrole_offer_values {
  case "${__awsrole_option}" in
    # generated: values
    --shell) __awsrole_offer bash zsh fish posix ;;
    --format) __awsrole_offer dotenv ini ;;
    --service)
      __awsrole_offer acm amplify apigateway appconfig apprunner appsync athena backup batch bedrock billing \
        cloudformation cloudfront cloudshell cloudtrail cloudwatch codeartifact codebuild codecommit codedeploy \
        codepipeline cognito config connect controltower costexplorer datasync directconnect dms docdb ds dynamodb ec2 \
        ecr ecs efs eks elasticache elasticbeanstalk elb emr eventbridge events firehose fsx glue guardduty health home \
        iam identitycenter inspector iot kinesis kms lakeformation lambda logs macie memorydb mq msk neptune opensearch \
        organizations ram rds redshift route53 s3 sagemaker secretsmanager securityhub servicecatalog servicequotas ses \
        sns sqs ssm states stepfunctions support transfer trustedadvisor vpc waf workspaces xray
      ;;
    --from | --base | --source) __awsrole_offer_names ;;
    --partition) __awsrole_offer aws aws-cn aws-us-gov aws-eusc ;;
      # end generated
  esac
}

# Offers the options of __awsrole_command, which may be a profile.
function __awsrole_offer_options {
  case "${__awsrole_command}" in
    # generated: options
    mfa)
      case "${__awsrole_second}" in
        status) __awsrole_offer --to --json ;;
        *) __awsrole_offer --from --to --duration --code --refresh --min-left --force ;;
      esac
      ;;
    switch-roles)
      case "${__awsrole_second}" in
        export) __awsrole_offer --base ;;
        import) __awsrole_offer --source --partition --account --diff --write --force ;;
      esac
      ;;
    clear) __awsrole_offer --shell ;;
    init) __awsrole_offer --uninstall ;;
    exec | credential-process) __awsrole_offer --duration --region --session-name --code --refresh --min-left --unattended ;;
    console)
      __awsrole_offer --duration --region --session-name --code --refresh --min-left --unattended --service --url \
        --print --switch-role
      ;;
    list | ls | status) __awsrole_offer --json ;;
    why) __awsrole_offer --duration --region --session-name --code --refresh --min-left --unattended --json ;;
    logout) __awsrole_offer --all ;;
    sandbox | help) ;;
    *)
      __awsrole_offer --duration --region --session-name --code --refresh --min-left --unattended --shell --json \
        --format
      ;;
      # end generated
  esac
  __awsrole_offer --help
}

# Adds a candidate, quoted so that the shell reads it literally. Readline replaces only the text after the last word
# break, so the candidate omits the part before.
function __awsrole_reply {
  \builtin local __awsrole_spelled __awsrole_typed __awsrole_breaks
  [[ $1 == "${__awsrole_text}"* ]] || \builtin return 0
  case "${__awsrole_quote}" in
    "'") __awsrole_spelled=${1//\'/\'\\\'\'} ;;
    '"')
      __awsrole_spelled=${1//\\/\\\\}
      __awsrole_spelled=${__awsrole_spelled//\"/\\\"}
      __awsrole_spelled=${__awsrole_spelled//\$/\\\$}
      __awsrole_spelled=${__awsrole_spelled//\`/\\\`}
      ;;
    *)
      \builtin printf -v __awsrole_spelled %q "$1"
      __awsrole_breaks=${COMP_WORDBREAKS//[!:=@]/}
      __awsrole_typed=${__awsrole_text%"${__awsrole_text##*["${__awsrole_breaks:-:}"]}"}
      if [[ -n ${__awsrole_breaks} && -n ${__awsrole_typed} ]]; then
        \builtin printf -v __awsrole_typed %q "${__awsrole_typed}"
        __awsrole_spelled=${__awsrole_spelled#"${__awsrole_typed}"}
      fi
      ;;
  esac
  COMPREPLY[${#COMPREPLY[@]}]=${__awsrole_spelled}
}

# Offers the profiles, from the list that the program wrote if it is up to date, else from the program.
function __awsrole_offer_names {
  \builtin local IFS='' __awsrole_found='' __awsrole_line __awsrole_begin=1 __awsrole_glob='' __awsrole_tab=$'\t' __awsrole_break=$'\n'
  \builtin local -a __awsrole_lines
  __awsrole_lines=()
  case "${__awsrole_text}" in *[[:cntrl:]]*) \builtin return 0 ;; esac
  if ! __awsrole_search; then
    __awsrole_found="$(\command awsrole __names 2>/dev/null </dev/null)"
    __awsrole_begin=''
  fi
  [[ -n ${__awsrole_found} ]] || \builtin return 0
  # mapfile and read would read a here-string byte by byte if bash makes it a pipe
  IFS=${__awsrole_break}
  if [[ ! -o noglob ]]; then __awsrole_glob=1; fi
  \builtin set -f
  # shellcheck disable=SC2206 # this splits into lines, and noglob is on
  __awsrole_lines=(${__awsrole_found})
  if [[ -n ${__awsrole_glob} ]]; then \builtin set +f; fi
  # without a space in IFS, bash 3.2 would join the elements of an array that an expansion changes
  IFS="${__awsrole_break} "
  __awsrole_lines=("${__awsrole_lines[@]%%"${__awsrole_tab}"*}")
  # if all names match, need no quoting and contain no word break, offers them without a loop
  if [[ -n ${__awsrole_begin} && -z ${COMP_WORDBREAKS//[!A-Za-z0-9_.\/,+-]/} &&
    ${__awsrole_lines[*]} != *[!A-Za-z0-9_./,+"${__awsrole_break}"-]* ]]; then
    COMPREPLY=(${COMPREPLY[@]+"${COMPREPLY[@]}"} "${__awsrole_lines[@]}")
  else
    for __awsrole_line in "${__awsrole_lines[@]}"; do
      __awsrole_reply "${__awsrole_line}"
    done
  fi
}

# Puts the lines of the list whose name begins with __awsrole_text into __awsrole_found. Fails when the list is out of
# date. One grep is faster than a loop; the text is escaped, so that grep takes it literally.
function __awsrole_search {
  \builtin local IFS='' __awsrole_folder='' __awsrole_first='' __awsrole_config='' __awsrole_credentials='' __awsrole_begun
  \builtin declare -F __awsrole_read_names_head >/dev/null && __awsrole_read_names_head || \builtin return 1
  # ^ and $ are literal in the middle of a pattern
  __awsrole_begun=${__awsrole_text//\\/\\\\}
  __awsrole_begun=${__awsrole_begun//\[/\\[}
  __awsrole_begun=${__awsrole_begun//\*/\\*}
  __awsrole_begun=${__awsrole_begun//./\\.}
  __awsrole_found="$(LC_ALL=C \builtin exec grep "^${__awsrole_begun}[^${__awsrole_tab}]*${__awsrole_tab}" "${__awsrole_folder}/names")"
  # 1: none of them
  [[ $? -le 1 ]]
}

# bash offers files when this offers nothing
\builtin complete -o default -F __awsrole_complete awsrole
