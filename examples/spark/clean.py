"""Cleans JSON lines with textsieve on a Spark cluster.

    spark-submit clean.py INPUT OUTPUT [--program /path/to/textsieve] [--partitions N] [--forgive] [-- OPTIONS OF textsieve]

Each partition runs through a textsieve of its own, which has to be installed on every worker. Its part file has one line for each line of the
partition, in order, so that the part files one after the other are what a single textsieve writes, byte for byte. Text that is not UTF-8 is the
exception: Spark replaces what is invalid before anybody sees it.
"""

import argparse
import shlex
import sys

from pyspark import SparkConf, SparkContext


def main() -> None:
    arguments = sys.argv[1:]
    at = arguments.index("--") if "--" in arguments else len(arguments)
    arguments, options = arguments[:at], arguments[at + 1 :]
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("input")
    parser.add_argument("output")
    parser.add_argument("--program", default="textsieve")
    parser.add_argument("--partitions", type=int, default=None)
    parser.add_argument("--master", default=None)
    parser.add_argument("--forgive", action="store_true", help="lines that cannot be cleaned pass as they are and do not fail the job")
    args = parser.parse_args(arguments)

    conf = SparkConf().setAppName("textsieve")
    if args.master:
        conf.setMaster(args.master)
    # A carriage return belongs to the line.
    conf.set("spark.hadoop.textinputformat.record.delimiter", "\n")
    spark = SparkContext(conf=conf)
    # Spark has the cores already, one for each task.
    command = shlex.join([args.program, "--format", "jsonl", "--threads", "1", *options])
    lines = spark.textFile(args.input, args.partitions)
    if args.forgive:
        # Exit status 1: a line could not be cleaned. Anything else, a kill among it, is still an error.
        command = shlex.join(["sh", "-c", f"{command} || [ $? -eq 1 ]"])
    # Without checkCode a textsieve that dies would only shorten the partition.
    lines.pipe(command, checkCode=True).saveAsTextFile(args.output)
    spark.stop()


if __name__ == "__main__":
    main()
