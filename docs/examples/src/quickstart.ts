console.log("Rivulet");
