"""Gunicorn's settings in production; WEB_CONCURRENCY (gunicorn's own variable) sets the number of processes."""

import tempfile

bind = "0.0.0.0:8000"
worker_class = "gthread"
threads = 4
timeout = 60
# A pasted page is no crime: a search of 10,000 characters gets an answer. The proxy in front bounds the line.
limit_request_line = 0
# A slow leak never lasts: processes renew themselves, not all at once.
max_requests = 2000
max_requests_jitter = 200
worker_tmp_dir = tempfile.gettempdir()
control_socket_disable = True
# The portal writes its own access log, without personal content.
accesslog = None
errorlog = "-"
