#!/bin/bash
# A dataset on a file system that all nodes share, made by a Slurm job array; the last job closes it.
#
#   examples/slurm/generate.sh /shared/fraud 100 --size 1TB --rows-per-file 2.5M
#
# A task whose node failed is requeued, and continues where it stopped. To run some tasks again by hand:
#   sbatch --array=3,17 --wrap "fraudgen generate --out /shared/fraud --shard auto/100 --resume --size 1TB …"
# with auto/100 instead of auto, since Slurm then gives the size of that part of the array.
set -euo pipefail
[[ $# -ge 3 ]] || { echo "usage: $0 FOLDER TASKS DATASET FLAGS…" >&2; exit 2; }
folder=$1 tasks=$2 dataset=("${@:3}")

# Shards count from 0. A task has as many threads as it has cores.
printf -v task '%q ' fraudgen generate --out "$folder" --shard auto --resume --progress none "${dataset[@]}"
array=$(sbatch --parsable --requeue --array="0-$((tasks - 1))" --cpus-per-task="${CORES:-4}" \
    --wrap "$task --threads \$SLURM_CPUS_PER_TASK")
# It runs when all tasks are done, and checks every file.
printf -v close '%q ' fraudgen finish "$folder" --progress none
sbatch --dependency="afterok:$array" --wrap "$close"
