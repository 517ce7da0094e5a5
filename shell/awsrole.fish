# awsrole for fish 3.1 and newer. In config.fish: awsrole init fish | source
# `awsrole PROFILE`, `awsrole -` and `awsrole clear` act on this shell. A live session is read from the record that the
# program wrote, which starts no process (from fish 3.6 on, which can compare modification times). Loading this prints
# nothing.

builtin functions -e awsrole __awsrole_precmd __awsrole_first_precmd __awsrole_later_precmd

# The commands that the function leaves to the program, the two parts of a record as regular expressions, and what `use`
# and `clear` unset.
# generated: commands
set -g __awsrole_passed '' init console mfa list ls status why logout credential-process switch-roles sandbox help -h --help -v --version
# end generated
# generated: record-first
set -g __awsrole_always 'AWS_ACCESS_KEY_ID=[^\p{Cc}]++\nAWS_SECRET_ACCESS_KEY=[^\p{Cc}]++\nAWS_SESSION_TOKEN=[^\p{Cc}]++\nAWS_CREDENTIAL_EXPIRATION=[^\p{Cc}]++\nAWSROLE_PROFILE=(?<__awsrole_profile>[^\p{Cc}]++)'
# end generated
# generated: record-others
set -g __awsrole_others 'AWS_REGION|AWS_DEFAULT_REGION|AWSROLE_ACCOUNT_ID|AWSROLE_ROLE_ARN|AWSROLE_EXPIRES|AWSROLE_COLOR|AWSROLE_KEY|AWSROLE_REGION|AWSUME_PROFILE'
# end generated
# generated: unset-names
set -g __awsrole_managed AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION \
    AWSROLE_PROFILE AWSROLE_ACCOUNT_ID AWSROLE_ROLE_ARN AWSROLE_EXPIRES AWSROLE_CLOCK AWSROLE_COLOR AWSROLE_KEY \
    AWSROLE_REGION AWSROLE_SAVED_REGION AWSROLE_SAVED_DEFAULT_REGION AWSROLE_PREVIOUS AWSUME_PROFILE AWS_PROFILE \
    AWS_DEFAULT_PROFILE AWS_EB_PROFILE AWS_PROFILE_REGION AWS_SECURITY_TOKEN EC2_SECURITY_TOKEN \
    AWS_SESSION_EXPIRATION AWS_CREDENTIAL_FILE AWSUME_EXPIRATION AWSUME_COMMAND AWS_VAULT AWSU_PROFILE AWSU_EXPIRES \
    AWSRUNAS_PROFILE SAML2AWS_PROFILE ASSUMED_ROLE AWS_SSO AWS_SSO_PROFILE AWS_SSO_ACCOUNT_ID AWS_SSO_ROLE_NAME \
    AWS_SSO_ROLE_ARN AWS_SSO_SESSION_EXPIRATION AWS_SSO_DEFAULT_REGION GRANTED_SSO GRANTED_SSO_START_URL \
    GRANTED_SSO_ROLE_NAME GRANTED_SSO_REGION GRANTED_SSO_ACCOUNT_ID GRANTED_COMMAND \
    AWS_CONTAINER_CREDENTIALS_FULL_URI AWS_CONTAINER_CREDENTIALS_RELATIVE_URI AWS_CONTAINER_AUTHORIZATION_TOKEN \
    AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE AWS_ROLE_ARN AWS_ROLE_SESSION_NAME AWS_WEB_IDENTITY_TOKEN_FILE \
    AWSROLE_RESOLVING
# end generated

function awsrole --description 'assume an AWS role in this shell'
    if test "$argv[1]" = exec
        __awsrole_exec $argv
    else if test "$argv[1]" = status
        set -lx AWSROLE_SEGMENT
        __awsrole_find_place
        command awsrole $argv
    else if builtin contains -- "$argv[1]" $__awsrole_passed
        AWSROLE_FUNCTIONS=fish command awsrole $argv
    else
        __awsrole_change $argv
    end
end

# Runs `use` and `clear`, which change this shell.
function __awsrole_change
    set -l __awsrole_word
    for __awsrole_word in $argv
        switch $__awsrole_word
            # with these options the output is text to print, not code
            case -h --help --json --format '--format=*' --shell '--shell=*'
                AWSROLE_FUNCTIONS=fish command awsrole $argv
                return
        end
    end
    set -l __awsrole_code
    set -l __awsrole_status
    if test "$argv[1]" = clear
        if not set -q argv[2]
            __awsrole_clear
            return 0
        end
        set __awsrole_code (AWSROLE_FUNCTIONS=fish command awsrole $argv --shell fish | builtin string collect)
        set __awsrole_status $pipestatus[1]
    else
        test "$argv[1]" = use; and set -e argv[1]
        if set -q argv[1]; and not set -q argv[2]
            set -l __awsrole_name $argv[1]
            test "$__awsrole_name" = -; and set __awsrole_name "$AWSROLE_PREVIOUS"
            set -l __awsrole_keys
            set -l __awsrole_values
            if __awsrole_read "$__awsrole_name"
                __awsrole_set $__awsrole_name
                return 0
            end
        end
        set __awsrole_code (AWSROLE_FUNCTIONS=fish command awsrole use --shell fish $argv | builtin string collect)
        set __awsrole_status $pipestatus[1]
    end
    if test "$__awsrole_status" -ne 0
        # code that evaluates this output must detect the failure
        builtin status is-command-substitution; and builtin echo false
        return $__awsrole_status
    end
    builtin printf '%s\n' $__awsrole_code | builtin source
end

# Runs `exec PROFILE -- CMD`. With a live session the command is the only process, and it gets local variables of this
# function.
function __awsrole_exec
    set -l __awsrole_keys
    set -l __awsrole_values
    if not set -q argv[4]; or test "$argv[3]" != --; or builtin string match -q -- '-*' "$argv[4]"
        AWSROLE_FUNCTIONS=fish command awsrole $argv
        return
    end
    if not command -s -q -- $argv[4]; or not __awsrole_read "$argv[2]"
        AWSROLE_FUNCTIONS=fish command awsrole $argv
        return
    end
    set -l __awsrole_name
    set -l __awsrole_previous "$AWSROLE_PROFILE"
    builtin contains -- "$AWSROLE_PROFILE" '' $argv[2]; and set __awsrole_previous "$AWSROLE_PREVIOUS"
    set -l __awsrole_hidden $__awsrole_managed
    set -l __awsrole_region "$AWS_REGION"
    set -l __awsrole_default "$AWS_DEFAULT_REGION"
    if test -n "$AWSROLE_REGION"
        if test "$AWS_REGION" = "$AWSROLE_REGION"
            set __awsrole_region "$AWSROLE_SAVED_REGION"
            set -a __awsrole_hidden AWS_REGION
        end
        if test "$AWS_DEFAULT_REGION" = "$AWSROLE_REGION"
            set __awsrole_default "$AWSROLE_SAVED_DEFAULT_REGION"
            set -a __awsrole_hidden AWS_DEFAULT_REGION
        end
    end
    # a local variable that is not exported hides the exported one from the command
    for __awsrole_name in $__awsrole_hidden
        set -f --unexport $__awsrole_name
    end
    if builtin contains -- AWSROLE_REGION $__awsrole_keys
        test -n "$__awsrole_region"; and set -fx AWSROLE_SAVED_REGION $__awsrole_region
        test -n "$__awsrole_default"; and set -fx AWSROLE_SAVED_DEFAULT_REGION $__awsrole_default
    end
    test -n "$__awsrole_previous"; and set -fx AWSROLE_PREVIOUS $__awsrole_previous
    for __awsrole_name in $__awsrole_keys
        set -fx $__awsrole_name $__awsrole_values[1]
        set -e __awsrole_values[1]
    end
    command $argv[4..-1]
end

# Reads the record of profile $argv[1] into the caller's __awsrole_keys and __awsrole_values. Fails unless every line of the
# record is valid and the record applies now. A record is data and is never evaluated. The program handles every other
# case.
function __awsrole_read --no-scope-shadowing
    builtin string match -q -r '^[^./\p{Cc}-][^/\p{Cc}]*\z' -- "$argv[1]"; or return
    set -l __awsrole_folder
    set -l __awsrole_config_file
    set -l __awsrole_credentials_file
    __awsrole_find_files; or return
    set -l __awsrole_file "$__awsrole_folder/live/$argv[1]"
    test -f "$__awsrole_file" -a -O "$__awsrole_file" -a -r "$__awsrole_file" -a ! -L "$__awsrole_file"; or return

    set -l __awsrole_from
    set -l __awsrole_until
    set -l __awsrole_config
    set -l __awsrole_config_path
    set -l __awsrole_credentials
    set -l __awsrole_credentials_path
    set -l __awsrole_calls
    set -l __awsrole_profile
    read -l -z __awsrole_text <"$__awsrole_file"; or return
    # One expression checks the whole record: the order of the first lines, the names, the end, no control characters.
    builtin string match -q -r '\Aawsrole-live 2 (?<__awsrole_from>[1-9][0-9]{0,10}) (?<__awsrole_until>[1-9][0-9]{0,10})\nconfig (?<__awsrole_config>-|[0-9a-f]+(?:\.link)?) (?<__awsrole_config_path>[^\p{Cc}]++)\ncredentials (?<__awsrole_credentials>-|[0-9a-f]+(?:\.link)?) (?<__awsrole_credentials_path>[^\p{Cc}]++)\ncalls (?<__awsrole_calls>[^\p{Cc}]++)\n'$__awsrole_always'(?:\n(?:'$__awsrole_others')=[^\p{Cc}]++){0,20}\nend\n?\z' -- "$__awsrole_text"
    or return
    # one comparison is faster than three; those of the record have no line break
    test "$__awsrole_profile"\n"$__awsrole_config_path"\n"$__awsrole_credentials_path" = "$argv[1]"\n"$__awsrole_config_file"\n"$__awsrole_credentials_file"; or return

    set -l __awsrole_now
    __awsrole_clock __awsrole_now
    test "$__awsrole_now" -ge $__awsrole_from -a "$__awsrole_now" -lt $__awsrole_until; or return

    __awsrole_is_same $__awsrole_config "$__awsrole_config_file"; or return
    __awsrole_is_same $__awsrole_credentials "$__awsrole_credentials_file"; or return

    # the variables that decide where the calls go
    # generated: deciding-names
    set -l __awsrole_word "|$AWS_ENDPOINT_URL|$AWS_ENDPOINT_URL_STS|$AWS_ENDPOINT_URL_IAM|$AWS_IGNORE_CONFIGURED_ENDPOINT_URLS|$AWS_STS_REGIONAL_ENDPOINTS|$AWS_USE_FIPS_ENDPOINT|$AWS_USE_DUALSTACK_ENDPOINT"
    # end generated
    if test "$__awsrole_calls" != "-$__awsrole_word"
        # the profile has no region: one that the user set in this shell stays or comes back, and decides too
        test -z "$AWSROLE_SAVED_REGION$AWSROLE_SAVED_DEFAULT_REGION"; or return
        set -l __awsrole_name "$AWS_REGION"
        builtin contains -- "$__awsrole_name" '' "$AWSROLE_REGION"; and set __awsrole_name "$AWS_DEFAULT_REGION"
        test "$__awsrole_name" = "$AWSROLE_REGION"; and set __awsrole_name
        test "$__awsrole_calls" = "$__awsrole_name$__awsrole_word"; or return
    end
    # a command substitution would take as long as the rest together
    builtin string match -q -a -r '(?m)^(?<__awsrole_keys>[A-Z_]++)=(?<__awsrole_values>[^\n]++)' -- "$__awsrole_text"
end

# Puts the cache folder, by the program's rule, and the paths of both shared files into the caller's __awsrole_folder,
# __awsrole_config_file and __awsrole_credentials_file. Fails where nothing may be cached.
function __awsrole_find_files --no-scope-shadowing
    builtin contains -- "$AWSROLE_CACHE" '' on; or return
    set __awsrole_folder "$HOME/.cache/awsrole"
    if test -n "$AWSROLE_CACHE_DIR"
        set __awsrole_folder "$AWSROLE_CACHE_DIR"
        builtin string match -q '~/*' -- "$__awsrole_folder"; and set __awsrole_folder "$HOME"(builtin string sub -s 2 -- "$__awsrole_folder")
    else if builtin string match -q '/*' -- "$XDG_CACHE_HOME"
        set __awsrole_folder "$XDG_CACHE_HOME/awsrole"
    end
    set __awsrole_config_file "$AWS_CONFIG_FILE"
    switch "$__awsrole_config_file"
        case ''
            set __awsrole_config_file "$HOME/.aws/config"
        case '~/*'
            set __awsrole_config_file "$HOME"(builtin string sub -s 2 -- "$__awsrole_config_file")
    end
    set __awsrole_credentials_file "$AWS_SHARED_CREDENTIALS_FILE"
    switch "$__awsrole_credentials_file"
        case ''
            set __awsrole_credentials_file "$HOME/.aws/credentials"
        case '~/*'
            set __awsrole_credentials_file "$HOME"(builtin string sub -s 2 -- "$__awsrole_credentials_file")
    end
    builtin string match -q '/*' -- "$__awsrole_folder"
end

# Tells whether __awsrole_file is as the program wrote it, and the file $argv[2] is unchanged since then. The stamp
# $argv[1] has the modification time that the file had when the program read it, so the file must be neither newer nor
# older. STAMP.link leads to the file where the path has links; else the file must not be a link. The stamp - means that
# there was no file. The program gives a record a time before every other; one that another user has changed is newer.
function __awsrole_is_same --no-scope-shadowing
    set -l __awsrole_stamp "$__awsrole_folder/stamps/$argv[1]"
    switch $argv[1]
        case -
            test ! -e "$argv[2]" -a ! -L "$argv[2]"
            return
        case '*.link'
            test "$argv[2]" -ef "$__awsrole_stamp"; or return
            set __awsrole_stamp (builtin string sub -e -5 -- $__awsrole_stamp)
        case '*'
            test ! -L "$argv[2]"; or return
    end
    test -O "$__awsrole_stamp" -a "$argv[2]" -nt "$__awsrole_file" -a ! "$argv[2]" -nt "$__awsrole_stamp" -a ! "$argv[2]" -ot "$__awsrole_stamp"
end

# Puts epoch seconds into the caller's variable $argv[1]; the other words come before them, as the beginning of a sum. The
# modification time of a file plus its age is the time. Older fish lacks `path` and cannot parse this function.
builtin eval "function __awsrole_clock --no-scope-shadowing
    set \$argv[1] (builtin math \$argv[2..-1] '(' (builtin path mtime /; builtin echo +; builtin path mtime -R /) ')')
end" 2>/dev/null

# Activates the caller's __awsrole_keys and __awsrole_values as profile $argv[1].
function __awsrole_set --no-scope-shadowing
    set -l __awsrole_previous "$AWSROLE_PROFILE"
    builtin contains -- "$AWSROLE_PROFILE" '' $argv[1]; and set __awsrole_previous "$AWSROLE_PREVIOUS"
    set -l __awsrole_key
    __awsrole_unset
    set -l __awsrole_region "$AWS_REGION"
    set -l __awsrole_default "$AWS_DEFAULT_REGION"
    for __awsrole_key in $__awsrole_keys
        set -gx $__awsrole_key $__awsrole_values[1]
        set -e __awsrole_values[1]
    end
    if test -n "$AWSROLE_REGION"
        test -z "$__awsrole_region"; or set -gx AWSROLE_SAVED_REGION $__awsrole_region
        test -z "$__awsrole_default"; or set -gx AWSROLE_SAVED_DEFAULT_REGION $__awsrole_default
    end
    test -z "$__awsrole_previous"; or set -gx AWSROLE_PREVIOUS $__awsrole_previous
end

# Deactivates the active profile. `awsrole -` activates it again.
function __awsrole_clear
    set -l __awsrole_previous "$AWSROLE_PROFILE"
    test -n "$__awsrole_previous"; or set __awsrole_previous "$AWSROLE_PREVIOUS"
    __awsrole_unset
    test -z "$__awsrole_previous"; or set -gx AWSROLE_PREVIOUS $__awsrole_previous
    return 0
end

# Unsets what `use` sets, and the variables of other tools that would take precedence. A region that the user set stays,
# or comes back where that of a profile replaced it.
function __awsrole_unset
    if test -n "$AWSROLE_REGION"
        # without the global variable the universal one of the user may be visible again
        if test "$AWS_REGION" = "$AWSROLE_REGION"
            set -e -g AWS_REGION
            test -z "$AWSROLE_SAVED_REGION" -o "$AWS_REGION" = "$AWSROLE_SAVED_REGION"; or set -gx AWS_REGION $AWSROLE_SAVED_REGION
        end
        if test "$AWS_DEFAULT_REGION" = "$AWSROLE_REGION"
            set -e -g AWS_DEFAULT_REGION
            test -z "$AWSROLE_SAVED_DEFAULT_REGION" -o "$AWS_DEFAULT_REGION" = "$AWSROLE_SAVED_DEFAULT_REGION"; or set -gx AWS_DEFAULT_REGION $AWSROLE_SAVED_DEFAULT_REGION
        end
    end
    __awsrole_erase
    return 0
end

function __awsrole_erase
    set -e -g $__awsrole_managed
end

if not builtin string match -q -r '^(?:[4-9]|[1-9][0-9]|3\.(?:[6-9]|[1-9][0-9]))' -- $version
    # this fish cannot compare modification times, and has no clock
    function __awsrole_read
        return 1
    end
    function __awsrole_is_same
        return 1
    end
    function __awsrole_clock --no-scope-shadowing
        set $argv[1] (builtin math $argv[2..-1] (command date +%s))
    end
end
if builtin string match -q -r '^3\.[01]\.' -- $version
    # this fish erases one variable at a time
    function __awsrole_erase
        set -l __awsrole_key
        for __awsrole_key in $__awsrole_managed
            set -e -g $__awsrole_key
        end
    end
end

# Renews the active session in the background, and never asks for a code. The record that the program writes is picked up
# at a later prompt. Only keys that awsrole set are replaced, and only by keys of the same role.
function __awsrole_refresh --no-scope-shadowing
    test "$AWSROLE_REFRESH" != off; and builtin contains -- "$AWSROLE_CACHE" '' on; or return 0
    test -n "$AWSROLE_KEY" -a "$AWS_ACCESS_KEY_ID" = "$AWSROLE_KEY"; or return 0
    set -l __awsrole_keys
    set -l __awsrole_values
    set -l __awsrole_key
    set -l __awsrole_now
    __awsrole_clock __awsrole_now
    if __awsrole_read "$AWSROLE_PROFILE"
        set -l __awsrole_role (builtin contains -i -- AWSROLE_ROLE_ARN $__awsrole_keys); or return 0
        test "$__awsrole_values[$__awsrole_role]" = "$AWSROLE_ROLE_ARN"; or return 0
        # the program writes records only while the clock is right
        set -e -g AWSROLE_CLOCK
        for __awsrole_key in $__awsrole_keys
            switch $__awsrole_key
                # generated: session-names
                case AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION AWSROLE_KEY AWSROLE_EXPIRES
                    # end generated
                    set -gx $__awsrole_key $__awsrole_values[1]
            end
            set -e __awsrole_values[1]
        end
        __awsrole_count
    else if not set -q __awsrole_retry; or test $__awsrole_now -ge $__awsrole_retry
        set -g __awsrole_retry (builtin math $__awsrole_now + 60)
        builtin string match -q -- '-*' "$AWSROLE_PROFILE"; and return 0
        command awsrole use --unattended "$AWSROLE_PROFILE" </dev/null >/dev/null 2>&1 &
        builtin disown $last_pid 2>/dev/null
    end
end

# Puts the seconds that the active session has left into the caller's __awsrole_left; empty where AWSROLE_EXPIRES is not a
# number.
function __awsrole_count --no-scope-shadowing
    set __awsrole_left
    if builtin string match -q -r '^[0-9]{1,12}\z' -- "$AWSROLE_EXPIRES"
        __awsrole_clock __awsrole_left $AWSROLE_EXPIRES -
        test -z "$AWSROLE_CLOCK"; or __awsrole_correct_left
    end
end

# Corrects the caller's __awsrole_left by AWSROLE_CLOCK, `OFFSET START`, which exists only if the clock was wrong: the
# seconds that AWS was ahead of it, and the time of AWS at which this machine started. Erases it when the clock was set.
function __awsrole_correct_left --no-scope-shadowing
    set -l __awsrole_offset
    set -l __awsrole_start
    set -l __awsrole_uptime
    builtin string match -q -r '^(?<__awsrole_offset>-?[1-9][0-9]{0,10}) (?<__awsrole_start>[1-9][0-9]{0,10})\z' -- "$AWSROLE_CLOCK"; or return 0
    test -r /proc/uptime; and read __awsrole_uptime </proc/uptime
    if set __awsrole_uptime (builtin string match -r '^[0-9]+' -- "$__awsrole_uptime")
        set __awsrole_start (builtin math $AWSROLE_EXPIRES - $__awsrole_start - $__awsrole_uptime)
        # a clock that was behind and shows a later time was set after a suspension, which the uptime does not count
        set __awsrole_uptime (builtin math $__awsrole_start - $__awsrole_left)
        if test $__awsrole_uptime -gt -60; and test $__awsrole_offset -gt 0 -o $__awsrole_uptime -lt 60
            set -e -g AWSROLE_CLOCK
        else
            set __awsrole_left $__awsrole_start
        end
    else
        set __awsrole_left (builtin math $__awsrole_left - $__awsrole_offset)
    end
end

# Makes awsrole_prompt, the segment `[dev 222233334444 57m] `, which a prompt prints as it is.
function __awsrole_segment --no-scope-shadowing
    set -l __awsrole_time
    set -l __awsrole_mark
    set -l __awsrole_alarm
    set -l __awsrole_alert
    set -l __awsrole_again
    set -l __awsrole_look "$AWSROLE_ACCOUNT_ID:$AWSROLE_COLOR:$NO_COLOR:$TERM:$COLORTERM:$fish_term24bit:$fish_term256:$AWSROLE_PROFILE"
    test "$__awsrole_look" = "$__awsrole_prepared"; or __awsrole_prepare
    if test -n "$__awsrole_left"
        if test $__awsrole_left -le 0
            set __awsrole_time ' expired'
        else if test $__awsrole_left -lt 60
            set __awsrole_time ' <1m'
        else if test $__awsrole_left -lt 3600
            set __awsrole_time " "(builtin math -s 0 $__awsrole_left / 60)m
        else
            set __awsrole_time (builtin math "floor($__awsrole_left / 3600) * 100 + floor($__awsrole_left % 3600 / 60)")
            set __awsrole_time (builtin string replace -r '(\d\d)$' 'h$1m' " $__awsrole_time")
        end
        if test -n "$__awsrole_plain" -a $__awsrole_left -lt 600
            set -l __awsrole_hue yellow
            test $__awsrole_left -gt 0; or set __awsrole_hue red
            set __awsrole_alarm $__awsrole_plain(builtin set_color $__awsrole_hue)
        end
    end
    test "$AWS_ACCESS_KEY_ID" = "$AWSROLE_KEY"; or set __awsrole_mark ' !key'
    if set -q AWS_PROFILE; or set -q AWS_DEFAULT_PROFILE
        set __awsrole_mark "$__awsrole_mark !AWS_PROFILE"
    end
    if test -n "$__awsrole_mark" -a -n "$__awsrole_plain"
        set __awsrole_alert $__awsrole_plain(builtin set_color --bold red)
    end
    if test -n "$__awsrole_alarm$__awsrole_alert"
        set __awsrole_again "$__awsrole_plain$__awsrole_dye"
    end
    set -g awsrole_prompt "$__awsrole_who$__awsrole_alarm$__awsrole_time$__awsrole_alert$__awsrole_mark$__awsrole_again]$__awsrole_plain "
end

# Makes the parts of the segment that depend only on the profile and the terminal: __awsrole_who and the colours.
# Their command substitutions take longer than the rest of the segment.
function __awsrole_prepare --no-scope-shadowing
    set -l __awsrole_name (builtin string replace -a -r '[\p{Cc}\x{f680}-\x{f69f}]' '' -- "$AWSROLE_PROFILE")
    set -l __awsrole_account (builtin string replace -a -r '[^0-9]' '' -- "$AWSROLE_ACCOUNT_ID")
    test -z "$__awsrole_account"; or set __awsrole_account " $__awsrole_account"
    set -g __awsrole_plain
    set -g __awsrole_dye
    if test -z "$NO_COLOR" -a -n "$TERM" -a "$TERM" != dumb
        set __awsrole_plain (builtin set_color normal)
        if builtin string match -q -r '^#?(?:[0-9A-Fa-f]{3}){1,2}\z' -- "$AWSROLE_COLOR"
            set __awsrole_dye (builtin set_color (builtin string replace '#' '' -- $AWSROLE_COLOR))
        end
    end
    set -g __awsrole_who "$__awsrole_dye""[$__awsrole_name$__awsrole_account"
    set -g __awsrole_prepared $__awsrole_look
end

# Wraps the current prompt, so that the segment precedes it. Fails where the prompt stays as it is. A prompt that calls this
# wrapper is not wrapped again: the `activate` script of a Python environment keeps the prompt that it finds and calls it.
function __awsrole_wrap
    if set -q __awsrole_drawn
        set -e -g __awsrole_drawn
        return
    end
    builtin functions -q fish_prompt; or return
    __awsrole_is_wrapped; and return
    # starship and tide draw the whole line
    test "$STARSHIP_SHELL" = fish; and return 1
    builtin functions -q tide; and return 1
    builtin functions -e __awsrole_fish_prompt
    builtin functions -c fish_prompt __awsrole_fish_prompt
    # a prompt that contains the segment shows it once
    set -e -g __awsrole_own
    builtin functions fish_prompt | builtin string match -q '*awsrole_prompt*'; and set -g __awsrole_own
    # A command before the wrapped prompt would change the status that it shows. The segment is made here, after the hooks
    # of all tools.
    function fish_prompt --description 'the prompt with the segment of awsrole'
        set -g __awsrole_drawn
        set -l __awsrole_text (__awsrole_fish_prompt $argv | builtin string collect -N)
        # a copy of this function can outlive awsrole_unload, which erases the variable
        if set -q __awsrole_shown
            __awsrole_update
            builtin printf '%s%s' "$awsrole_prompt" "$__awsrole_text"
        else
            builtin printf '%s' "$__awsrole_text"
        end
    end
end

function __awsrole_is_wrapped
    builtin functions -q __awsrole_fish_prompt
    and builtin string match -q '*the prompt with the segment of awsrole*' -- (builtin functions --details --verbose fish_prompt)
end

# Puts into the caller's AWSROLE_SEGMENT how the segment comes into the prompt of an interactive shell.
function __awsrole_find_place --no-scope-shadowing
    builtin status is-interactive; or return 0
    set AWSROLE_SEGMENT none
    set -l __awsrole_prompts fish_right_prompt fish_prompt
    if set -q __awsrole_drawn; or __awsrole_is_wrapped
        set __awsrole_prompts fish_right_prompt __awsrole_fish_prompt
        builtin contains -- "$AWSROLE_PROMPT" '' auto; and set AWSROLE_SEGMENT auto
    end
    builtin functions $__awsrole_prompts 2>/dev/null | builtin string match -q '*awsrole_prompt*'
    and set AWSROLE_SEGMENT own
    test "$AWSROLE_PROMPT" != off; or set AWSROLE_SEGMENT off
end

# Removes everything of awsrole from this shell except the active profile, which `awsrole clear` removes.
function awsrole_unload --description 'take awsrole out of this shell'
    set -l __awsrole_kept
    if __awsrole_is_wrapped
        builtin functions -e fish_prompt
        builtin functions -c __awsrole_fish_prompt fish_prompt
    else if set -q __awsrole_drawn
        # the prompt of another tool calls it
        set __awsrole_kept __awsrole_fish_prompt
    end
    builtin complete -c awsrole -e
    set -e -g awsrole_prompt
    set -l __awsrole_name
    for __awsrole_name in (set -g -n | builtin string match '__awsrole_*')
        set -e -g $__awsrole_name
    end
    builtin functions -e awsrole awsrole_unload (builtin functions -a -n | builtin string match '__awsrole_*' | builtin string match -v -- "$__awsrole_kept")
end

# Makes the segment, and renews the session when little time is left. While no profile is active it does nothing.
function __awsrole_update
    set -l __awsrole_left
    if test -n "$AWSROLE_PROFILE"
        __awsrole_count
        test -n "$__awsrole_left"; and test $__awsrole_left -lt 300; and __awsrole_refresh
    end
    if test -n "$AWSROLE_PROFILE"; and test "$AWSROLE_PROMPT" != off
        __awsrole_segment
    else if test -n "$awsrole_prompt"
        set -g awsrole_prompt ''
    end
end

if status is-interactive; and test "$AWSROLE_PROMPT,$AWSROLE_REFRESH" != off,off
    # Runs before each prompt. While __awsrole_shown is set, the wrapped prompt makes the segment itself.
    function __awsrole_precmd
        switch "$AWSROLE_PROMPT"
            case '' auto
                if set -q __awsrole_drawn; and set -q __awsrole_shown
                    set -e -g __awsrole_drawn
                    return
                else if __awsrole_wrap; and not set -q __awsrole_own
                    set -g __awsrole_shown
                    return
                end
            case '*'
                # every other word is manual
                set -e -g __awsrole_drawn
        end
        set -e -g __awsrole_shown
        __awsrole_update
    end
    # fish runs the hooks of tools in the order of their definition. This one defines its successor at the first prompt, so
    # that the successor runs after those of tools that were loaded later.
    function __awsrole_first_precmd --on-event fish_prompt
        builtin functions -e __awsrole_first_precmd
        function __awsrole_later_precmd --on-event fish_prompt
            __awsrole_precmd
        end
        __awsrole_precmd
    end
end
