"""Runs Debian's OpenStack clients, each command in a fork of a process that has loaded them already.

Loading them takes longer than what they do. One JSON object per line comes in: the program, its arguments, the whole
environment, and whether standard input is a terminal or empty. One goes out: the exit code and what was printed.
"""
import json
import os
import sys
import tempfile

import glanceclient.shell
import openstack
import openstackclient.shell
from openstackclient.common import clientmanager  # noqa: F401
from openstackclient.identity import client as identity_client  # noqa: F401
from openstackclient.image import client as image_client  # noqa: F401
from openstackclient.image.v2 import image  # noqa: F401
import glanceclient.v1.shell  # noqa: F401
import glanceclient.v2.shell  # noqa: F401


def run_program(program, args):
    if program == 'openstack':
        return openstackclient.shell.main(args)
    if program == 'glance':
        sys.argv = ['glance', *args]
        return glanceclient.shell.main()
    sys.argv = ['-c', *args[1:]]
    exec(compile(args[0], '<program>', 'exec'), {'__name__': '__main__'})
    return 0


def in_child(request, out, err):
    os.dup2(out.fileno(), 1)
    os.dup2(err.fileno(), 2)
    _, terminal = os.openpty()
    nothing = os.open('/dev/null', os.O_RDONLY)
    os.dup2(terminal if request['input'] == 'terminal' else nothing, 0)
    sys.stdin = os.fdopen(0)
    os.environ.clear()
    os.environ.update(request['env'])
    code = 1
    try:
        code = run_program(request['program'], request['args']) or 0
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else int(ending.code is not None)
        if isinstance(ending.code, str):
            print(ending.code, file=sys.stderr)
    except BaseException:
        import traceback
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if 0 <= code < 256 else 1)


def answer(request):
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            in_child(request, out, err)
        _, status = os.waitpid(child, 0)
        out.seek(0)
        err.seek(0)
        return {
            'code': os.waitstatus_to_exitcode(status),
            'stdout': out.read().decode(errors='replace'),
            'stderr': err.read().decode(errors='replace'),
        }


def main():
    # The commands are found by a search of all that is installed: once here, and not in each fork.
    openstackclient.shell.OpenStackShell().command_manager.load_commands('openstack.image.v2')
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


main()
