"""A function for the map() of a data set: it takes a batch of columns and returns the same. Each
process that runs it makes its own Fixer of the one that is pickled."""
import vnfix

FIXER = vnfix.Fixer(assume="bare")


def repair(batch):
    return {**batch, "text": list(FIXER.fix_many(batch["text"]))}


if __name__ == "__main__":
    # with the library datasets: dataset.map(repair, batched=True)
    print(repair({"id": [1, 2], "text": ["uy ban nhan dan", "hoi dong nhan dan"]}))
