# Writes numbered lines, about twenty a second and without starting anything, for ever.
$| = 1;
for (my $i = 0; ; $i++) {
    print "line $i\n";
    select(undef, undef, undef, 0.05);
}
