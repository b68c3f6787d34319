#!/usr/bin/env bash
# Unpacks an editor from a suite of Debian into a folder of its own, .cache/PACKAGE-SUITE of the repository; nothing on the machine changes.
# The package source is the one the machine is configured with. Prints the folder on the last line.
# Exit code 3 with one sentence on stderr: it cannot be had here.
#   usage: fetch.sh SUITE PACKAGE PROGRAM        (PROGRAM: its path below the folder, by which a finished folder is known)
set -euo pipefail
suite=$1 package=$2 program=$3
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=$root/.cache/$package-$suite

unavailable() { echo "$1" >&2; exit 3; }

if [[ -e $folder/$program ]]; then echo "$folder"; exit 0; fi
command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || unavailable "$package is unpacked from Debian packages, and this machine has no apt-get."
[[ $(uname -m) == x86_64 ]] || unavailable "$package is unpacked for x86_64 only, and this machine is $(uname -m)."
site=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' 2>/dev/null | head -1)
[[ -n $site ]] || unavailable "No Debian package lists are on this machine; 'apt-get update' brings them."
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[[ -r $keyring ]] || unavailable "Debian's archive keyring is not installed (package debian-archive-keyring)."

partial=$folder.partial
rm -rf "$partial"
apt=$partial/.apt
mkdir -p "$apt"/lists/partial "$apt"/cache/archives/partial "$apt"/etc "$apt"/dpkg
touch "$apt/dpkg/status"
echo "deb [signed-by=$keyring] $site $suite main" > "$apt/etc/sources.list"
options=(
  -o Dir::State="$apt" -o Dir::State::lists="$apt/lists" -o Dir::State::status="$apt/dpkg/status"
  -o Dir::Cache="$apt/cache" -o Dir::Etc::sourcelist="$apt/etc/sources.list"
  -o Dir::Etc::sourceparts=/dev/null -o Dir::Etc::preferencesparts=/dev/null -o APT::Sandbox::User=
)
apt-get "${options[@]}" -qq update >&2 || unavailable "The package lists of Debian $suite could not be read."
apt-get "${options[@]}" -qq -y --no-install-recommends --download-only install "$package" >&2 || unavailable "$package could not be downloaded from Debian $suite."
for archive in "$apt"/cache/archives/*.deb; do dpkg-deb -x "$archive" "$partial"; done
rm -rf "$apt" "$folder"
mv "$partial" "$folder"
echo "$folder"
