package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/rules-pyc/rules_pyc/tests/reference"
)

const nginxConfig = `daemon off;
worker_processes 1;
pid %[1]s/nginx.pid;
error_log %[1]s/error.log;
%[3]s
events {}
http {
  access_log off;
  client_body_temp_path %[1]s/tmp;
  proxy_temp_path %[1]s/tmp;
  fastcgi_temp_path %[1]s/tmp;
  uwsgi_temp_path %[1]s/tmp;
  scgi_temp_path %[1]s/tmp;
  client_max_body_size 1g;
  server {
    listen 127.0.0.1:%[2]d;
    root %[4]s;
    location / {
      dav_methods PUT;
      create_full_put_path on;
    }
  }
}
`

// httpDir is what the remote cache holds. It is kept, since it is rules_go's
// building of Go's standard library that takes nearly all the time of a first
// run; what is checked is that a second workspace needs nothing but what is there
// after the first.
func httpDir() string { return filepath.Join(reference.CacheDir(), "bazel-http") }

// httpCache starts nginx as Bazel's documentation has it: a web server that
// takes PUT is a remote cache.
func (s *session) httpCache() (url string, stop func(), err error) {
	dir := filepath.Join(s.scratch, "nginx")
	port, err := freePort()
	if err != nil {
		return "", nil, err
	}
	user := ""
	if os.Getuid() == 0 {
		user = "user root;"
	}
	if err := writeFiles(dir, map[string]string{
		"nginx.conf": fmt.Sprintf(nginxConfig, dir, port, user, httpDir()), "tmp/.keep": "",
	}); err != nil {
		return "", nil, err
	}
	cmd := s.host.command("/", "nginx", "-c", filepath.Join(dir, "nginx.conf"), "-p", dir)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	stop = func() { stopProcess(cmd) }
	address := fmt.Sprintf("127.0.0.1:%d", port)
	for range 100 {
		if conn, err := net.Dial("tcp", address); err == nil {
			conn.Close()
			return "http://" + address, stop, nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	stop()
	return "", nil, fmt.Errorf("nginx does not answer; see %s", filepath.Join(dir, "error.log"))
}

func stopProcess(cmd *exec.Cmd) {
	cmd.Process.Signal(os.Interrupt)
	cmd.Wait()
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}
