# Completion of awsrole for fish 3.1 and newer: loaded by `awsrole init fish`, or by fish from a completions folder.
# Profile names are data: fish treats the output of a command as text.

# After an option, the first other word is the profile to use, not a command, and a second word has no meaning.
function __awsrole_words --description 'the command and the words of the line so far that are no options'
    set -l __awsrole_all (commandline -opc)
    set -e __awsrole_all[1]
    set -l __awsrole_option ''
    set -l __awsrole_late ''
    set -l __awsrole_at 0
    for __awsrole_word in $__awsrole_all
        if test -n "$__awsrole_option"
            # the value of the option before it
            set __awsrole_option ''
            continue
        end
        switch $__awsrole_word
            # generated: valued-options
            case --duration --region --session-name --code --min-left --shell --format --service --url --from --to --base --source --partition --account
                # end generated
                set __awsrole_option $__awsrole_word
                set __awsrole_late 1
            case '--*' -h
                set __awsrole_late 1
            case '*'
                if test $__awsrole_at -eq 0 -a -n "$__awsrole_late"
                    echo use
                    set __awsrole_at 1
                end
                if test $__awsrole_at -eq 1 -a -n "$__awsrole_late"
                    echo
                else
                    printf '%s\n' $__awsrole_word
                end
                set __awsrole_at (math $__awsrole_at + 1)
        end
    end
end

function __awsrole_at --description 'whether the profile of a command comes next'
    contains -- -- (commandline -opc); and return 1
    set -l __awsrole_before (__awsrole_words)
    if test "$argv[1]" = first
        test (count $__awsrole_before) -eq 0
    else
        test (count $__awsrole_before) -eq 1; and contains -- $__awsrole_before[1] $argv
    end
end

function __awsrole_next --description 'whether just this stands before: behind an option a word is no command any more'
    set -l __awsrole_before (commandline -opc)
    test "$__awsrole_before[2..-1]" = "$argv"
end

function __awsrole_takes --description 'whether the line so far is of one of these commands, before any --'
    contains -- -- (commandline -opc); and return 1
    set -l __awsrole_before (__awsrole_words)
    # generated: names
    set -l __awsrole_known use clear init exec console mfa list ls status why logout credential-process switch-roles sandbox help
    set -l __awsrole_subcommands 'mfa status' 'switch-roles export' 'switch-roles import' 'sandbox code'
    # end generated
    # a first word that names no command is a profile
    set -l __awsrole_command use
    if contains -- "$__awsrole_before[1] $__awsrole_before[2]" $__awsrole_subcommands
        set __awsrole_command "$__awsrole_before[1] $__awsrole_before[2]"
    else if contains -- "$__awsrole_before[1]" $__awsrole_known
        set __awsrole_command $__awsrole_before[1]
    end
    contains -- $__awsrole_command $argv
end

function __awsrole_values --description 'what an option takes: without a tab each would be described as the option is'
    printf '%s\t\n' $argv
end

function __awsrole_names --description 'profiles, each with account and role after a tab'
    # from the list that the program wrote if it is up to date, else from the program
    set -l __awsrole_folder
    set -l __awsrole_config_file
    set -l __awsrole_credentials_file
    if functions -q __awsrole_find_files; and __awsrole_find_files; and test -f "$__awsrole_folder/names" -a -O "$__awsrole_folder/names" -a ! -L "$__awsrole_folder/names"
        set -l __awsrole_file "$__awsrole_folder/names"
        set -l __awsrole_first
        set -l __awsrole_second
        set -l __awsrole_third
        begin
            read -l __awsrole_line
            set __awsrole_first "$__awsrole_line"
            read -l __awsrole_line
            set __awsrole_second (string split -m 2 ' ' -- "$__awsrole_line")
            read -l __awsrole_line
            set __awsrole_third (string split -m 2 ' ' -- "$__awsrole_line")
        end <"$__awsrole_file"
        if test "$__awsrole_first" = 'awsrole-names 3' -a "$__awsrole_second[1] $__awsrole_second[3]" = "config $__awsrole_config_file" -a "$__awsrole_third[1] $__awsrole_third[3]" = "credentials $__awsrole_credentials_file"
            if string match -q -r '^(-|[0-9a-f]+(\.link)?)\z' -- $__awsrole_second[2]; and string match -q -r '^(-|[0-9a-f]+(\.link)?)\z' -- $__awsrole_third[2]
                if __awsrole_is_same $__awsrole_second[2] "$__awsrole_config_file"; and __awsrole_is_same $__awsrole_third[2] "$__awsrole_credentials_file"
                    # with a tab, one of these lines could be mistaken for the line of a profile
                    not string match -q '*'\t'*' -- "$__awsrole_config_file$__awsrole_credentials_file"
                    and __awsrole_search "$__awsrole_file"
                    or command tail -n +4 "$__awsrole_file"
                    return
                end
            end
        end
    end
    command awsrole __names 2>/dev/null </dev/null
end

# With thousands of names, one grep is faster than fish. If no name begins with the typed text, fish may still
# match one.
function __awsrole_search --description 'the lines of a list whose names begin with the word at the cursor'
    set -l __awsrole_begun (commandline -ct)
    string match -q -r '^[A-Za-z0-9][A-Za-z0-9_.@/:+,-]*\z' -- "$__awsrole_begun"; or return
    set __awsrole_begun (string replace -a . '\\.' -- $__awsrole_begun)
    LC_ALL=C command grep "^$__awsrole_begun"'[^'\t']*'\t -- $argv[1]
end

complete -c awsrole -e
complete -c awsrole -f
complete -c awsrole -n 'not contains -- -- (commandline -opc)' -l help -s h -d 'show help'
complete -c awsrole -n '__awsrole_at first' -a '(__awsrole_names)'
# generated: table
complete -c awsrole -n '__awsrole_next; or __awsrole_next help' -a use -d 'activate a profile in this shell'
complete -c awsrole -n '__awsrole_next; or __awsrole_next help' -a clear -d 'unset everything that awsrole set in this shell'
complete -c awsrole -n '__awsrole_next; or __awsrole_next help' -a init -d 'set up shell function, prompt and completion'
complete -c awsrole -n '__awsrole_next; or __awsrole_next help' -a exec -d 'run one command with a profile’s credentials'
complete -c awsrole -n '__awsrole_next; or __awsrole_next help' -a console -d 'open the AWS console in a browser, signed in as the role'
complete -c awsrole -n '__awsrole_next; or __awsrole_next help' -a mfa -d 'write an MFA session to the section [mfa], with one code'
complete -c awsrole -n '__awsrole_next; or __awsrole_next help' -a list -d 'list the profiles and the time left of their sessions'
complete -c awsrole -n '__awsrole_next; or __awsrole_next help' -a status -d 'show the active profile and session of this shell'
complete -c awsrole -n '__awsrole_next; or __awsrole_next help' -a why -d 'show how a session would be obtained, with file and line'
complete -c awsrole -n '__awsrole_next; or __awsrole_next help' -a logout -d 'delete cached sessions and the section `awsrole mfa` wrote'
complete -c awsrole -n '__awsrole_next; or __awsrole_next help' -a credential-process -d 'print credentials for `credential_process` in a config file'
complete -c awsrole -n '__awsrole_next; or __awsrole_next help' -a switch-roles -d 'Browser extension'
complete -c awsrole -n '__awsrole_next; or __awsrole_next help' -a sandbox -d 'try awsrole with a local STS and IAM, without an AWS account'
complete -c awsrole -n '__awsrole_at use exec console why credential-process' -a '(__awsrole_names)'
complete -c awsrole -n '__awsrole_at init' -a '(__awsrole_values bash zsh fish)'
complete -c awsrole -n '__awsrole_next mfa' -a status -d 'show which profiles use the MFA session and which need a code'
complete -c awsrole -n '__awsrole_next switch-roles' -a export -d 'print role profiles for AWS Extend Switch Roles'
complete -c awsrole -n '__awsrole_next switch-roles' -a import -d 'convert the roles of the extension to profiles'
complete -c awsrole -n '__awsrole_next sandbox' -a code -d 'print a fresh MFA code, inside the sandbox'
complete -c awsrole -n "__awsrole_takes 'switch-roles export'" -a '(__awsrole_names)'
complete -c awsrole -n "__awsrole_takes 'switch-roles import'" -F
complete -c awsrole -n '__awsrole_takes use exec console why credential-process' -l duration -x -d 'the duration of the session: 45m, 8h, 3600'
complete -c awsrole -n '__awsrole_takes use exec console why credential-process' -l region -x -d 'use this region, not that of the profile'
complete -c awsrole -n '__awsrole_takes use exec console why credential-process' -l session-name -x -d 'the role session name'
complete -c awsrole -n '__awsrole_takes use exec console mfa why credential-process' -l code -x -d 'the MFA code'
complete -c awsrole -n '__awsrole_takes use exec console why credential-process' -l refresh -d 'ignore cached role sessions'
complete -c awsrole -n '__awsrole_takes use exec console why credential-process' -l min-left -x -d 'use a cached session only with this much time left: 30m'
complete -c awsrole -n '__awsrole_takes use exec console why credential-process' -l unattended -d 'never prompt: fail when an MFA code is needed'
complete -c awsrole -n '__awsrole_takes use clear' -l shell -x -a '(__awsrole_values bash zsh fish posix)' -d 'print code for this shell, not for the calling one'
complete -c awsrole -n '__awsrole_takes use' -l json -d 'print the variables as JSON'
complete -c awsrole -n '__awsrole_takes use' -l format -x -a '(__awsrole_values dotenv ini)' -d 'print NAME=value lines or a section for the credentials file'
complete -c awsrole -n '__awsrole_takes init' -l uninstall -d 'show how to uninstall awsrole'
complete -c awsrole -n '__awsrole_takes console' -l service -x -a '(__awsrole_values acm amplify apigateway appconfig apprunner appsync athena backup batch bedrock billing cloudformation cloudfront cloudshell cloudtrail cloudwatch codeartifact codebuild codecommit codedeploy codepipeline cognito config connect controltower costexplorer datasync directconnect dms docdb ds dynamodb ec2 ecr ecs efs eks elasticache elasticbeanstalk elb emr eventbridge events firehose fsx glue guardduty health home iam identitycenter inspector iot kinesis kms lakeformation lambda logs macie memorydb mq msk neptune opensearch organizations ram rds redshift route53 s3 sagemaker secretsmanager securityhub servicecatalog servicequotas ses sns sqs ssm states stepfunctions support transfer trustedadvisor vpc waf workspaces xray)' -d 'the service to open: s3, ec2, cloudwatch, …'
complete -c awsrole -n '__awsrole_takes console' -l url -x -d 'the page to open, by its full URL'
complete -c awsrole -n '__awsrole_takes console' -l print -d 'print the link instead of opening it'
complete -c awsrole -n '__awsrole_takes console' -l switch-role -d 'use the link that switches roles in a signed-in browser'
complete -c awsrole -n '__awsrole_takes mfa' -l from -x -a '(__awsrole_names)' -d 'the profile with long-term keys'
complete -c awsrole -n '__awsrole_takes mfa' -l to -x -d 'the section to write'
complete -c awsrole -n '__awsrole_takes mfa' -l duration -x -d 'the duration of the session, 15m to 36h'
complete -c awsrole -n '__awsrole_takes mfa' -l refresh -d 'replace a live session too'
complete -c awsrole -n '__awsrole_takes mfa' -l min-left -x -d 'keep a session that lasts this long'
complete -c awsrole -n '__awsrole_takes mfa' -l force -d 'also replace a section with your own keys or settings'
complete -c awsrole -n "__awsrole_takes 'mfa status'" -l to -x -d 'the section that holds the session'
complete -c awsrole -n "__awsrole_takes 'mfa status' list ls status why" -l json -d 'print JSON'
complete -c awsrole -n '__awsrole_takes logout' -l all -d 'also delete cached MFA devices, cached identities and the backups of the shared files'
complete -c awsrole -n "__awsrole_takes 'switch-roles export'" -l base -x -a '(__awsrole_names)' -d 'only the roles behind this profile, which is in ACCOUNT'
complete -c awsrole -n "__awsrole_takes 'switch-roles import'" -l source -x -a '(__awsrole_names)' -d 'the source_profile of all roles, or of one base account'
complete -c awsrole -n "__awsrole_takes 'switch-roles import'" -l partition -x -a '(__awsrole_values aws aws-cn aws-us-gov aws-eusc)' -d 'the partition of roles without an ARN'
complete -c awsrole -n "__awsrole_takes 'switch-roles import'" -l account -x -d 'the account ID of an alias'
complete -c awsrole -n "__awsrole_takes 'switch-roles import'" -l diff -d 'show what would change in the config file'
complete -c awsrole -n "__awsrole_takes 'switch-roles import'" -l write -d 'write the profiles to the config file'
complete -c awsrole -n "__awsrole_takes 'switch-roles import'" -l force -d 'also replace profiles that awsrole did not write'
# end generated

# completes another command line after exec … --
complete -c awsrole -n 'contains -- -- (commandline -opc)' -a '(__fish_complete_subcommand --fcs-skip=3)'
