! differs: the version is ours
! kvd
> LOLWUT
<~ "(.*\\n)+.*kvd ver\. \d+\.\d+\.\d+\\n"
> LOLWUT VERSION 6
<~ "(.*\\n)+.*kvd ver\. \d+\.\d+\.\d+\\n"
> LOLWUT VERSION -9223372036854775808
<~ ".*kvd ver\. \d+\.\d+\.\d+\\n"
! redis
! end
