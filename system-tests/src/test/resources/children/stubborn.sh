# Ignores SIGTERM; only SIGKILL ends it.
trap '' TERM
echo "try me"
while :; do sleep 1; done
