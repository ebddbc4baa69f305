/**
 * A perl program that stays in a node's user and network namespaces and runs one program after the other, each in the
 * namespace that is asked for. Its argument is the number of setns(2).
 *
 * A request is its length as four bytes (big-endian), then words ended by NUL: its number, the path of a namespace (or
 * nothing: the node's own), seconds, bytes to keep of each stream, the program's absolute path, its arguments. An answer
 * is a line `NUMBER STATUS TRUNCATED OUT ERR`, then so many bytes of both. STATUS is waitpid(2)'s, or -1 where no process
 * was to be had. Who prints more than is kept is killed.
 *
 * A program has no input, and the time given: alarm(2) goes with it through execve(2). It stays in the agent's process
 * group, so that nothing it leaves outlives the agent. Perl's `-e` is not started anew but run by the child that is perl
 * already.
 */
export const agentProgram = String.raw`
my $setns = shift() + 0;
binmode STDIN; binmode STDOUT;
sub take {
  my ($want, $got) = (shift, '');
  while (length $got < $want) { sysread(STDIN, $got, $want - length $got, length $got) or exit }
  return $got;
}
sub give {
  my ($bytes, $at) = (shift, 0);
  while ($at < length $bytes) { $at += syswrite(STDOUT, $bytes, length($bytes) - $at, $at) // exit }
}
sub child {
  my ($out, $err, $path, $seconds, @argv) = @_;
  open(STDOUT, '>&', $out); open(STDERR, '>&', $err); open(STDIN, '<', '/dev/null');
  alarm $seconds;
  if ($path ne '') {
    my $f;
    unless (sysopen($f, $path, 2048) && syscall($setns, fileno($f), 0x40000000) == 0) { print STDERR "setns: $!\n"; return 1 }
    close $f;
  }
  if ($argv[0] =~ m{/perl$} && $argv[1] eq '-e') { @ARGV = @argv[4 .. $#argv]; eval $argv[2]; print STDERR $@; return $@ ? 255 : 0 }
  no warnings;
  exec { $argv[0] } @argv;
  print STDERR "exec: $!\n";
  return 127;
}
while (1) {
  my @words = split /\0/, take(unpack 'N', take(4)), -1;
  pop @words;
  my ($number, $path, $seconds, $keep, @argv) = @words;
  my ($status, $cut, %got) = (-1, 0);
  if (pipe(my $out, my $outW) and pipe(my $err, my $errW) and defined(my $pid = fork)) {
    if ($pid == 0) {
      exit child($outW, $errW, $path, $seconds, @argv);
    }
    close $outW; close $errW;
    %got = (fileno($out) => '', fileno($err) => '');
    my %open = (fileno($out) => $out, fileno($err) => $err);
    while (%open) {
      my $ready = '';
      vec($ready, $_, 1) = 1 for keys %open;
      select($ready, undef, undef, undef);
      for (keys %open) {
        next unless vec($ready, $_, 1);
        my $count = sysread($open{$_}, my $bytes, 65536);
        if (!$count) { delete $open{$_}; next }
        my $room = $keep - length $got{$_};
        if ($count > $room) { $cut = 1; kill 'KILL', $pid }
        $got{$_} .= substr($bytes, 0, $room) if $room > 0;
      }
    }
    waitpid($pid, 0);
    $status = $?;
    my ($o, $e) = ($got{fileno $out}, $got{fileno $err});
    close $out; close $err;
    give("$number $status $cut " . length($o) . ' ' . length($e) . "\n" . $o . $e);
  } else {
    give("$number -1 0 0 0\n");
  }
}`;
