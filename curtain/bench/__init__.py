"""What `curtain bench` runs: our speed, and beside it in the same run the speed of something that people use today."""
