#!/bin/sh
# usage: fields.sh VNFIX_EVAL
# How VNFIX of the environment, with the model MODEL if there is one, finds the fields of documents, as rows of a
# quality table: those of corpus/, and of corpus/fields those that may be tuned on (tuned) and the others (held), those
# from number 61 on and from 101 on by themselves (-2, -3); as printed, and as two engines read them, repaired.
set -eu

eval=$1
corpus=$(cd "$(dirname "$0")/../../corpus" && pwd)
found=$(mktemp)
trap 'rm -f "$found"' EXIT

# score SET TRUTH ARGUMENT...
score() {
	set=$1 truth=$2
	shift 2
	"$VNFIX" fields -f tsv ${MODEL:+--model="$MODEL"} "$@" >"$found"
	"$eval" --fields="$truth" "$found" | awk -v set="$set" '
		$1 == "all" { printf "%s,wanted,%s\n%s,precision,%s\n%s,recall,%s\n%s,f1,%s\n%s,ece,%s\n",
			set, $2, set, $5, set, $6, set, $7, set, $8 }'
}

score fields/corpus/printed "$corpus/fields.tsv" --as-is "$corpus"/ocr/*_vie.truth.txt
for engine in vie eng; do
	score fields/corpus/$engine "$corpus/fields.tsv" "$corpus"/ocr/*_$engine.ocr.txt
done
for half in tuned held tuned-2 held-2 tuned-3 held-3; do
	letter=$(echo $half | cut -c1)
	truth=$corpus/fields/fields.tsv
	case $half in
	*-2) numbers='6[1-9] [789]?' ;;
	*-3) numbers='1??' ;;
	*) numbers='[0-5]? 60' ;;
	esac
	# papers FOLDER ENDING: their files, none of which has a blank in its name.
	papers() (
		set -f
		for number in $numbers; do
			find "$corpus/fields/$1" -name "$number$letter-*$2" | sort
		done
	)
	# shellcheck disable=SC2046 # several files are meant
	{
		score fields/$half/blocks "$truth" --as-is $(papers texts .txt)
		score fields/$half/rows "$truth" --as-is $(papers ocr .printed.txt)
		for engine in vie eng; do
			score fields/$half/$engine "$truth" $(papers ocr _$engine.ocr.txt)
		done
	}
done
