#!/bin/sh
set -e
# An update removes the old package after the new one was installed: then the link is the new one's.
if [ "$1" = 0 ]; then rm -f /usr/bin/tessera; fi
