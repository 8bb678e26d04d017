#!/bin/sh
# Installs the Debian packages that kvd needs. Only what is missing is installed, and what is done is
# printed. Runs as root or through sudo.
#
#     install-deps.sh [build | test | all]        default: build
#
# build: compiler and libraries.  test: what `make test`, `make bench` and `make fuzz` need besides.
set -eu

BUILD='gcc make pkg-config libevent-dev libjansson-dev libjemalloc-dev liblzf-dev libxxhash-dev
       libedit-dev liblua5.1-0-dev'
TEST='check libsubunit-dev redis-server redis-tools python3 python3-redis python3-pytest
      clang clang-format libclang-rt-dev util-linux'

say() {
    printf 'install-deps: %s\n' "$*"
}

# Words of a command that runs as root.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1; then
        sudo "$@"
    else
        say "root is needed to run: $*"
        return 1
    fi
}

is_installed() {
    [ "$(dpkg-query -W -f '${Status}' "$1" 2>/dev/null)" = 'install ok installed' ]
}

# Those of the packages that are not there.
missing() {
    for package in "$@"; do
        is_installed "$package" || printf '%s ' "$package"
    done
}

# While packages are configured, nothing may start their services: the redis-server that the tests
# use is started by them, on ports of their own. invoke-rc.d asks this script; 101 means no.
POLICY=/usr/sbin/policy-rc.d
made_policy=no
forbid_services() {
    [ -e "$POLICY" ] && return
    made_policy=yes
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$POLICY" >/dev/null
    as_root chmod 755 "$POLICY"
}
allow_services() {
    [ "$made_policy" = no ] || as_root rm -f "$POLICY"
    made_policy=no
}

main() {
    case "${1:-build}" in
    build) wanted=$BUILD ;;
    test) wanted=$TEST ;;
    all) wanted="$BUILD $TEST" ;;
    *)
        say "no such group: $1 (build, test or all)"
        exit 2
        ;;
    esac
    # Node.js serves the tests wherever it comes from.
    if [ "${1:-build}" != build ]; then
        command -v node >/dev/null 2>&1 || wanted="$wanted nodejs"
        command -v npm >/dev/null 2>&1 || wanted="$wanted npm"
    fi

    # shellcheck disable=SC2086   # a list of words
    packages=$(missing $wanted)
    if [ -z "$packages" ]; then
        say 'everything is installed'
        exit 0
    fi
    if ! command -v apt-get >/dev/null 2>&1; then
        say "this is no Debian; install what corresponds to: $packages"
        exit 1
    fi
    say "installing $packages"
    trap allow_services EXIT
    trap 'exit 1' INT TERM
    forbid_services
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q update
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
        apt-get -q install -y --no-install-recommends $packages </dev/null
    say 'done'
}

main "$@"
