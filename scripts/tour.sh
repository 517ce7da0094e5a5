#!/bin/sh
# The guided tour of `npm start`, inside the sandbox. It prints each command, runs it, and so shows its real output.
# shellcheck disable=SC2016 # `show` prints a command unexpanded and then evaluates it
set -eu

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
show() {
  printf '\033[2m$\033[0m %s\n' "$*"
  eval "$*"
}
[ -t 1 ] || {
  say() { printf '\n%s\n' "$*"; }
  show() {
    printf '$ %s\n' "$*"
    eval "$*"
  }
}

say 'awsrole, in a sandbox: a local STS and IAM, one user, one MFA device, no AWS account'

say '1. One MFA code for the day; every AWS tool can then use the profile mfa'
show 'awsrole mfa --code "$(awsrole sandbox code)"'

say '2. The profiles'
show 'awsrole list'

say '3. A role in this shell, without another MFA code'
show 'eval "$(awsrole dev)"'
show 'awsrole status'

say '4. One command in another account'
show 'awsrole exec prod -- sh -c '\''echo "$AWSROLE_PROFILE is account $AWSROLE_ACCOUNT_ID, until $AWS_CREDENTIAL_EXPIRATION"'\'''
if command -v aws >/dev/null 2>&1; then
  show 'awsrole exec prod -- aws sts get-caller-identity --output text'
fi

say '5. How awsrole obtains the session, with file and line of every value'
show 'awsrole why prod'

say 'Try it yourself: shell/awsrole.sh sandbox'
