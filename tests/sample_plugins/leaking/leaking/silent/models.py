from leaking.rows import Named


class Unseen(Named):
    pass
