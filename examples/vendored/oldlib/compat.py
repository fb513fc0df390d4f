"""For Python 2 only."""


def shout(text):
    print text.upper()
