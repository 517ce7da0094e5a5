# awsrole for fish 3.1 and newer: `awsrole PROFILE`, `awsrole -` and `awsrole clear` act on this shell.
# Load it from config.fish. It prints nothing, and defines one function.

functions -e awsrole
function awsrole --description 'assume an AWS role in this shell'
    switch "$argv[1]"
        case '' exec mfa list ls status why logout credential-process sandbox help -h --help -v --version
            command awsrole $argv
            return
    end
    for __awsrole_word in $argv
        switch $__awsrole_word
            # what is asked for as text stays text
            case -h --help --json --format '--format=*' --shell '--shell=*'
                command awsrole $argv
                return
        end
    end
    if test "$argv[1]" = clear
        set -l __awsrole_code (command awsrole $argv --shell fish | string collect)
        set -l __awsrole_status $pipestatus[1]
        test $__awsrole_status -eq 0; or return $__awsrole_status
        printf '%s\n' $__awsrole_code | source
    else
        test "$argv[1]" = use; and set -e argv[1]
        set -l __awsrole_code (command awsrole use --shell fish $argv | string collect)
        set -l __awsrole_status $pipestatus[1]
        test $__awsrole_status -eq 0; or return $__awsrole_status
        printf '%s\n' $__awsrole_code | source
    end
end
