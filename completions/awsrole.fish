# Completion of awsrole for fish 3.1 and newer: loaded by `awsrole init fish`, or by fish from a completions folder.
# Profile names are data: fish takes what a command prints as text.

# Behind an option a word is no command any more: the first is the profile to use, and a second one means nothing.
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
            case --duration --region --session-name --code --min-left --shell --format --from --to --base --source --partition --account --service --url
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

function __awsrole_under --description 'whether the line is of one of these commands, before any --'
    contains -- -- (commandline -opc); and return 1
    set -l __awsrole_before (__awsrole_words)
    contains -- "$__awsrole_before[1]" $argv
end

function __awsrole_way --description 'whether the line is of this command and of this second word, empty for none'
    __awsrole_under $argv[1]; or return 1
    set -l __awsrole_before (__awsrole_words)
    test "$__awsrole_before[2]" = "$argv[2]"
end

function __awsrole_switches --description 'whether the line switches, runs or looks at a profile'
    contains -- -- (commandline -opc); and return 1
    set -l __awsrole_before (__awsrole_words)
    not contains -- "$__awsrole_before[1]" clear init mfa list ls status logout switch-roles sandbox help $argv
end

function __awsrole_values --description 'what an option takes: without a tab each would be described as the option is'
    printf '%s\t\n' $argv
end

function __awsrole_names --description 'profiles, each with account and role after a tab'
    # from the list that the program wrote while it is up to date, else from the program
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
        if test "$__awsrole_first" = 'awsrole-names 2' -a "$__awsrole_second[1] $__awsrole_second[3]" = "config $__awsrole_config_file" -a "$__awsrole_third[1] $__awsrole_third[3]" = "credentials $__awsrole_credentials_file"
            if string match -q -r '^(-|[0-9a-f]+)\z' -- $__awsrole_second[2]; and string match -q -r '^(-|[0-9a-f]+)\z' -- $__awsrole_third[2]
                if __awsrole_is_same $__awsrole_second[2] "$__awsrole_config_file"; and __awsrole_is_same $__awsrole_third[2] "$__awsrole_credentials_file"
                    # a tab in one of these lines could make it look like the line of a profile
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

# One grep is faster than fish with thousands of names. Where no name begins with the typed text, fish may still find one.
function __awsrole_search --description 'the lines of a list whose names begin with the word at the cursor'
    set -l __awsrole_begun (commandline -ct)
    string match -q -r '^[A-Za-z0-9][A-Za-z0-9_.@/:+,-]*\z' -- "$__awsrole_begun"; or return
    set __awsrole_begun (string replace -a . '\\.' -- $__awsrole_begun)
    LC_ALL=C command grep "^$__awsrole_begun"'[^'\t']*'\t -- $argv[1]
end

complete -c awsrole -e
complete -c awsrole -f
complete -c awsrole -n '__awsrole_next; or __awsrole_next help' -a use -d 'activate a profile in this shell'
complete -c awsrole -n '__awsrole_next; or __awsrole_next help' -a clear -d 'take the profile out of this shell'
complete -c awsrole -n '__awsrole_next; or __awsrole_next help' -a init -d 'the shell integration'
complete -c awsrole -n '__awsrole_next; or __awsrole_next help' -a exec -d 'run one command with a profile'
complete -c awsrole -n '__awsrole_next; or __awsrole_next help' -a console -d 'the AWS console in a browser'
complete -c awsrole -n '__awsrole_next; or __awsrole_next help' -a mfa -d 'one code for every AWS tool'
complete -c awsrole -n '__awsrole_next; or __awsrole_next help' -a list -d 'the profiles there are'
complete -c awsrole -n '__awsrole_next; or __awsrole_next help' -a status -d 'what is live here'
complete -c awsrole -n '__awsrole_next; or __awsrole_next help' -a why -d 'how a session would be got'
complete -c awsrole -n '__awsrole_next; or __awsrole_next help' -a logout -d 'delete cached sessions'
complete -c awsrole -n '__awsrole_next; or __awsrole_next help' -a credential-process -d 'for a config file'
complete -c awsrole -n '__awsrole_next; or __awsrole_next help' -a switch-roles -d 'to and from the browser extension'
complete -c awsrole -n '__awsrole_next; or __awsrole_next help' -a sandbox -d 'a local STS and IAM to try it in'
complete -c awsrole -n '__awsrole_at first' -a '(__awsrole_names)'
complete -c awsrole -n '__awsrole_at use exec why credential-process each console' -a '(__awsrole_names)'
complete -c awsrole -n '__awsrole_next mfa' -a status
complete -c awsrole -n '__awsrole_next sandbox' -a code
complete -c awsrole -n '__awsrole_next switch-roles' -a export -d 'roles for the browser extension'
complete -c awsrole -n '__awsrole_next switch-roles' -a import -d 'profiles from the browser extension'
complete -c awsrole -n '__awsrole_way switch-roles export' -a '(__awsrole_names)'
complete -c awsrole -n '__awsrole_way switch-roles import' -F
complete -c awsrole -n '__awsrole_at init' -a 'bash zsh fish'

# the options of each command; what begins with a profile is `use`
complete -c awsrole -n 'not contains -- -- (commandline -opc)' -l help -s h -d 'how it is used'
complete -c awsrole -n __awsrole_switches -l duration -x -d 'how long the session should last: 45m, 8h'
complete -c awsrole -n __awsrole_switches -l region -x -d 'in place of the region of the profile'
complete -c awsrole -n __awsrole_switches -l session-name -x -d 'in place of your user name'
complete -c awsrole -n __awsrole_switches -l code -x -d 'the MFA code, in place of the question'
complete -c awsrole -n __awsrole_switches -l refresh -d 'ignore cached role sessions'
complete -c awsrole -n __awsrole_switches -l min-left -x -d 'a cached session must last this long: 30m'
complete -c awsrole -n __awsrole_switches -l unattended -d 'never ask: fail where a code is needed'
complete -c awsrole -n '__awsrole_switches exec console why credential-process; or __awsrole_under clear' -l shell -x -a '(__awsrole_values bash zsh fish posix)' -d 'the spelling of the shell code'
complete -c awsrole -n '__awsrole_switches exec console credential-process; or __awsrole_under list ls status; or __awsrole_way mfa status' -l json -d 'for programs'
complete -c awsrole -n '__awsrole_switches exec console why credential-process' -l format -x -a '(__awsrole_values dotenv ini)' -d 'in place of shell code'
complete -c awsrole -n '__awsrole_under console' -l service -x -a '(__awsrole_values acm amplify apigateway appconfig apprunner appsync athena backup batch bedrock billing cloudformation cloudfront cloudshell cloudtrail cloudwatch codeartifact codebuild codecommit codedeploy codepipeline cognito config connect controltower costexplorer datasync directconnect dms docdb ds dynamodb ec2 ecr ecs efs eks elasticache elasticbeanstalk elb emr eventbridge events firehose fsx glue guardduty health home iam identitycenter inspector iot kinesis kms lakeformation lambda logs macie memorydb mq msk neptune opensearch organizations ram rds redshift route53 s3 sagemaker secretsmanager securityhub servicecatalog servicequotas ses sns sqs ssm states stepfunctions support transfer trustedadvisor vpc waf workspaces xray)' -d 'the console to land on: s3, ec2'
complete -c awsrole -n '__awsrole_under console' -l url -x -d 'the page to land on'
complete -c awsrole -n '__awsrole_under console' -l print -d 'print the link instead of opening it'
complete -c awsrole -n '__awsrole_under console' -l switch-role -d 'a link that renews itself'
complete -c awsrole -n '__awsrole_under init' -l uninstall -d 'how to take it out again'
complete -c awsrole -n '__awsrole_under logout' -l all -d 'also what awsrole remembers'
complete -c awsrole -n '__awsrole_way mfa ""' -l from -x -a '(__awsrole_names)' -d 'the profile with long-term keys'
complete -c awsrole -n '__awsrole_under mfa' -l to -x -d 'the section that is written'
complete -c awsrole -n '__awsrole_way mfa ""' -l duration -x -d '15m to 36h'
complete -c awsrole -n '__awsrole_way mfa ""' -l code -x -d 'the MFA code, in place of the question'
complete -c awsrole -n '__awsrole_way mfa ""' -l refresh -d 'make a new session even when one is alive'
complete -c awsrole -n '__awsrole_way mfa ""' -l min-left -x -d 'a session that is alive must last this long'
complete -c awsrole -n '__awsrole_way mfa ""' -l force -d 'replace a section that awsrole did not write'
complete -c awsrole -n '__awsrole_way switch-roles export' -l base -x -a '(__awsrole_names)' -d 'only the roles behind this profile'
complete -c awsrole -n '__awsrole_way switch-roles import' -l source -x -a '(__awsrole_names)' -d 'the source_profile of the roles'
complete -c awsrole -n '__awsrole_way switch-roles import' -l partition -x -a '(__awsrole_values aws aws-cn aws-us-gov aws-eusc)' -d 'of roles whose ARN is not written'
complete -c awsrole -n '__awsrole_way switch-roles import' -l account -x -d 'ALIAS=ID of an account'
complete -c awsrole -n '__awsrole_way switch-roles import' -l diff -d 'show what would change'
complete -c awsrole -n '__awsrole_way switch-roles import' -l write -d 'write the profiles into the config file'
complete -c awsrole -n '__awsrole_way switch-roles import' -l force -d 'replace profiles that awsrole did not write'

# behind exec … -- stands a command line of its own
complete -c awsrole -n 'contains -- -- (commandline -opc)' -a '(__fish_complete_subcommand --fcs-skip=3)'
