"""How much a student's program may use and say."""

from dataclasses import dataclass

MEMORY = 256 << 20  # bytes of address space above what the zygote has
LONGEST_RUN = 10  # seconds a job may ask for; the server's clock ends it
TIME_TO_TELL, SHARE_TO_TELL = 0.02, 0.05  # seconds at least, and share of the limit, for saying where it was
CPU_SECONDS = LONGEST_RUN + 2  # set before the job is known, so a backstop only

LONGEST_PRINT = 16 << 10  # characters, as all that follow
LONGEST_MESSAGE = 500
LONGEST_KIND = 60
LONGEST_TEXT = 20_000
LONGEST_SOURCE = 100_000  # a longer one takes the parser a second

WIDEST_INT = 1024  # bits
WIDEST_KEY = 53  # bits: distinct ints below have distinct hashes, so no dict can be made slow on purpose
MOST_AXES = 8
CONTAINER_COUNTS, ARRAY_COUNTS = 10, 20  # values: each costs its reader that much more than a number
FLAT = 8  # a list of more numbers than that travels as an array


@dataclass(frozen=True)
class Limits:
    """How much one frame may hold: bytes; values (a list or an array counts for several); levels.

    `text` bounds the bytes of its JSON, `brackets` the lists and objects that these may open.
    """

    frame: int
    nodes: int
    text: int
    brackets: int
    depth: int = 20


JOB_FRAME = 8 << 20  # bytes: inputs, their JSON, and the program
INPUTS = Limits(frame=4 << 20, nodes=400_000, text=JOB_FRAME, brackets=JOB_FRAME)
OUTPUTS = Limits(frame=1 << 20, nodes=50_000, text=192 << 10, brackets=50_000)

BROKEN, OUT_OF_MEMORY = 70, 71  # exit codes of a child that could not say so in a frame
