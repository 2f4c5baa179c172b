#!/usr/bin/env bash
# One admin, several workers: makes upload targets, hands each worker its own, and closes the run.
# Only this shell holds credentials; a worker gets one target file, on standard input.
#
#   AWS_ENDPOINT_URL_S3=… AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… \
#       examples/presign-workers.sh s3://lake/fraud '--size 30GB' host0 host1 host2
#
# A worker is a host that ssh reaches and that has fraudgen, or `local`: a process here, without credentials.
set -euo pipefail
[[ $# -ge 4 ]] || { echo "usage: $0 s3://BUCKET/PREFIX 'DATASET FLAGS' WORKER WORKER…" >&2; exit 2; }
place=$1 dataset=$2 workers=("${@:3}")
count=${#workers[@]}

run=$(mktemp -d)
trap 'rm -rf "$run"' EXIT # the targets are secrets

# shellcheck disable=SC2086 # the dataset's flags are several words
fraudgen presign --to "$place" $dataset --shards "$count" --expires 12h --out "$run/targets.jsonl"

work='cd "$(mktemp -d)" && fraudgen generate --targets - --progress none >&2 && cat fraudgen-receipt-*.json'
jobs=()
for index in "${!workers[@]}"; do
    worker=${workers[index]} targets=$run/targets-$index-of-$count.jsonl
    case $worker in
        local) env -i PATH="$PATH" bash -c "$work" ;;
        *) ssh "$worker" "$work" ;;
    esac <"$targets" >"$run/receipt-$index.json" &
    jobs+=($!)
done
for index in "${!jobs[@]}"; do
    wait "${jobs[index]}" || { echo "worker ${workers[index]} failed: its targets are good for another try" >&2; failed=1; }
done
[[ -z ${failed:-} ]] || exit 1

fraudgen finish --targets "$run/targets.jsonl" --receipts "$run"/receipt-*.json
