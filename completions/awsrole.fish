# Completion of awsrole for fish 3.1 and newer: loaded by `awsrole init fish`, or by fish from a completions folder.
# Profile names are data: fish takes what a command prints as text.

function __awsrole_words --description 'the words of the line so far that are no options'
    set -l __awsrole_all (commandline -opc)
    set -e __awsrole_all[1]
    string match -v -- '-*' $__awsrole_all
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

function __awsrole_under --description 'whether the line is of one of these commands, before any --'
    contains -- -- (commandline -opc); and return 1
    set -l __awsrole_before (__awsrole_words)
    contains -- "$__awsrole_before[1]" $argv
end

function __awsrole_switches --description 'whether the line switches, runs or looks at a profile'
    contains -- -- (commandline -opc); and return 1
    set -l __awsrole_before (__awsrole_words)
    not contains -- "$__awsrole_before[1]" clear init mfa list ls status logout sandbox $argv
end

function __awsrole_names --description 'profiles, each with account and role after a tab'
    if functions -q __awsrole_is_same; and functions -q __awsrole_find_folder
        set -l __awsrole_folder (__awsrole_find_folder)
        set -l __awsrole_file $__awsrole_folder/names
        if test -n "$__awsrole_folder"; and test -f $__awsrole_file -a -O $__awsrole_file; and not test -L $__awsrole_file
            set -l __awsrole_config (set -q AWS_CONFIG_FILE[1]; and test -n "$AWS_CONFIG_FILE"; and echo $AWS_CONFIG_FILE; or echo $HOME/.aws/config)
        end
    end
    command awsrole __names 2>/dev/null </dev/null
end

complete -c awsrole -e
complete -c awsrole -f
complete -c awsrole -n '__awsrole_at first' -a 'use' -d 'activate a profile in this shell'
complete -c awsrole -n '__awsrole_at first' -a 'clear' -d 'take the profile out of this shell'
complete -c awsrole -n '__awsrole_at first' -a 'init' -d 'the shell integration'
complete -c awsrole -n '__awsrole_at first' -a 'exec' -d 'run one command with a profile'
complete -c awsrole -n '__awsrole_at first' -a 'mfa' -d 'one code for every AWS tool'
complete -c awsrole -n '__awsrole_at first' -a 'list' -d 'the profiles there are'
complete -c awsrole -n '__awsrole_at first' -a 'status' -d 'what is live here'
complete -c awsrole -n '__awsrole_at first' -a 'why' -d 'how a session would be got'
complete -c awsrole -n '__awsrole_at first' -a 'logout' -d 'delete cached sessions'
complete -c awsrole -n '__awsrole_at first' -a 'credential-process' -d 'for a config file'
complete -c awsrole -n '__awsrole_at first' -a 'sandbox' -d 'a local STS and IAM to try it in'
complete -c awsrole -n '__awsrole_at first' -a '(__awsrole_names)'
complete -c awsrole -n '__awsrole_at use exec why credential-process each console' -a '(__awsrole_names)'
complete -c awsrole -n '__awsrole_at mfa' -a 'status'
complete -c awsrole -n '__awsrole_at sandbox' -a 'code'
complete -c awsrole -n '__awsrole_at init' -a 'bash zsh fish'
complete -c awsrole -n 'contains -- -- (commandline -opc)' -a '(__fish_complete_subcommand --fcs-skip=3)'
