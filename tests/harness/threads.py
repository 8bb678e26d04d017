"""Several things at once."""

import threading


def in_threads(count, function):
    """Runs function(number) in so many threads at once; what one of them raises is raised here."""
    failed = []

    def run(number):
        try:
            function(number)
        except Exception as error:      # pylint: disable=broad-except
            failed.append(error)

    threads = [threading.Thread(target=run, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if failed:
        raise failed[0]
